using System.Text.Json;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class CostToolTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    private static readonly object October = new { start_date = "2025-10-01", end_date = "2025-10-31" };

    [Fact]
    public async Task AllCostTools_ForOneMonth_GiveTheSameTotal()
    {
        var summary = await oci.AskAsync("oci_cost_get_summary", October);
        var byService = await oci.AskAsync("oci_cost_service_drilldown", October);
        var byCompartment = await oci.AskAsync("oci_cost_by_compartment", October);
        var trend = await oci.AskAsync("oci_cost_monthly_trend", new { months = 4 });
        var compared = await oci.AskAsync("oci_cost_usage_comparison", new { months = "2025-09, 2025-10" });

        var total = Total(summary);
        Assert.InRange(total, 10_000m, 30_000m);
        Assert.Equal(total, Sum(summary.List("services")));
        Assert.Equal(total, Total(byService));
        Assert.Equal(total, byService.List("services").Sum(service => Sum(service.List("compartments"))));
        Assert.Equal(total, byService.List("services").Sum(service => Sum(service.List("products"))));
        Assert.Equal(total, Total(byCompartment));
        Assert.Equal(total, Sum(byCompartment.List("compartments")));
        Assert.Equal(total, trend.List("trend").Single(month => month.Text("month") == "2025-10").GetProperty("amount").GetDecimal());
        Assert.Equal(total, compared.List("months")[1].GetProperty("amount").GetDecimal());
        Assert.Equal(total, compared.List("services").Sum(service => service.GetProperty("amounts")[1].GetDecimal()));
    }

    [Fact]
    public async Task Summary_WithoutDates_CoversThirtyWholeDaysUpToYesterday()
    {
        var answer = await oci.AskAsync("oci_cost_get_summary");

        Assert.Equal("2025-12-16 to 2026-01-14", answer.GetProperty("summary").Text("period"));
        Assert.Matches(@"^\d{1,3}(,\d{3})*\.\d\d USD$", answer.GetProperty("summary").Text("total")!);
        Assert.Equal("Autonomous Database", answer.List("services")[0].Text("service"));
    }

    [Fact]
    public async Task Summary_OfACompartment_CountsThoseBelowIt()
    {
        var below = await oci.AskAsync("oci_cost_get_summary", new { compartment_id = "production", start_date = "2025-10-01", end_date = "2025-10-31" });
        var byCompartment = await oci.AskAsync("oci_cost_by_compartment", October);

        var expected = byCompartment.List("compartments").Where(part => part.Text("compartment") is "production" or "prod-apps" or "prod-data" or "prod-network").Sum(part => part.GetProperty("amount").GetDecimal());
        Assert.Equal(expected, Total(below));
    }

    [Fact]
    public async Task Summary_OfACategory_IsThatPartOfTheWhole()
    {
        var databases = await oci.AskAsync("oci_cost_get_summary", new { start_date = "2025-10-01", end_date = "2025-10-31", service_filter = "database" });
        var drilldown = await oci.AskAsync("oci_cost_database_drilldown", October);

        Assert.Equal(["Autonomous Database", "Database"], databases.Texts("services", "service"));
        Assert.Equal(Total(databases), Total(drilldown));
        Assert.Contains("Services: Autonomous Database, ", (await oci.AskAsync("oci_cost_get_summary", new { service_filter = "quantum" })).Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trend_MarksTheRunningMonth_AndGrows()
    {
        var trend = (await oci.AskAsync("oci_cost_monthly_trend", new { months = 12 })).List("trend");

        Assert.Equal(("2025-02", "2026-01"), (trend[0].Text("month"), trend[^1].Text("month")));
        Assert.Equal([false, true], trend.TakeLast(2).Select(month => month.GetProperty("partial").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, trend[^1].GetProperty("change").ValueKind);
        var database = await oci.AskAsync("oci_cost_usage_comparison", new { months = "2025-02,2025-12" });
        Assert.StartsWith("+", database.List("services").Single(service => service.Text("service") == "Autonomous Database").Text("change"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Costs_HaveASpike_ThatAShareShows()
    {
        var spike = await oci.AskAsync("oci_cost_get_summary", new { start_date = "2025-12-13", end_date = "2025-12-16", service_filter = "Object Storage" });
        var before = await oci.AskAsync("oci_cost_get_summary", new { start_date = "2025-12-01", end_date = "2025-12-04", service_filter = "Object Storage" });

        Assert.InRange(Total(spike) / Total(before), 8, 20);
    }

    [Theory]
    [InlineData("August, October", "2025-08", "2025-10")]
    [InlineData("Jan, Dec 2025", "2026-01", "2025-12")]
    public async Task Comparison_ByNames_MeansTheLatestOfThem(string months, string first, string second) =>
        Assert.Equal([first, second], (await oci.AskAsync("oci_cost_usage_comparison", new { months })).Texts("months", "month"));

    [Theory]
    [InlineData("Smarch, October", "\"Smarch\"")]
    [InlineData("October", "2 to 12")]
    public async Task Comparison_OfWhatIsNoMonths_IsRefused(string months, string says)
    {
        var error = await oci.FailAsync("oci_cost_usage_comparison", new { months });

        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Contains(says, error.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-10-31", "2025-10-01", "is after")]
    [InlineData("2027-01-01", "2027-01-31", "is in the future")]
    [InlineData("2025-10-01", null, "give both or neither")]
    public async Task Summary_OfDatesThatMakeNoPeriod_IsRefused(string start, string? end, string says) =>
        Assert.Contains(says, (await oci.FailAsync("oci_cost_get_summary", new { start_date = start, end_date = end })).Text("message"), StringComparison.Ordinal);

    private static decimal Total(JsonElement answer) => answer.GetProperty("summary").GetProperty("total_amount").GetDecimal();

    private static decimal Sum(IEnumerable<JsonElement> parts) => parts.Sum(part => part.GetProperty("amount").GetDecimal());
}
