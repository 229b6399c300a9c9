using System.Text.Json;
using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests.Tools;

public sealed class CostToolTests(ReadOnlyServer server) : IClassFixture<ReadOnlyServer>
{
    private static readonly object October = new { start_date = "2026-10-01", end_date = "2026-10-31" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AllCostTools_ForOneMonth_GiveTheSameTotal()
    {
        var summary = await server.Client.AskAsync("oci_cost_get_summary", October, cancellationToken: Token);
        var byService = await server.Client.AskAsync("oci_cost_service_drilldown", October, cancellationToken: Token);
        var byCompartment = await server.Client.AskAsync("oci_cost_by_compartment", October, cancellationToken: Token);
        var trend = await server.Client.AskAsync("oci_cost_monthly_trend", new { months = 2 }, cancellationToken: Token);

        var total = Total(summary);
        Assert.InRange(total, 5_000m, 50_000m);
        Assert.Equal(total, Total(byService));
        Assert.Equal(total, Total(byCompartment));
        Assert.Equal(total, Sum(summary, "services"));
        Assert.Equal(total, Sum(byService, "services"));
        Assert.Equal(total, byService.GetProperty("services").EnumerateArray().Sum(s => Sum(s, "compartments")));
        Assert.Equal(total, Sum(byCompartment, "compartments"));
        Assert.Equal(total, trend.GetProperty("trend")[0].GetProperty("amount").GetDecimal());
    }

    [Fact]
    public async Task CostSummary_Always_ShowsAmountsWithCurrencyAndTwoDecimals()
    {
        var answer = await server.Client.AskAsync("oci_cost_get_summary", October, cancellationToken: Token);

        var summary = answer.GetProperty("summary");
        Assert.Matches(@"^\d{1,3}(,\d{3})*\.\d\d USD$", summary.GetProperty("total").GetString());
        Assert.Matches(@"\.\d\d$", summary.GetProperty("total_amount").GetRawText());
        Assert.Equal("2026-10-01 to 2026-10-31", summary.GetProperty("period").GetString());
        Assert.Equal(31, summary.GetProperty("days").GetInt32());
        Assert.All(answer.GetProperty("services").EnumerateArray(), s => Assert.Matches(@"^\d+\.\d%$", s.GetProperty("percent").GetString()));
    }

    [Fact]
    public async Task CostSummary_WithoutDates_CoversThirtyWholeDaysUpToYesterday()
    {
        var answer = await server.Client.AskAsync("oci_cost_get_summary", cancellationToken: Token);

        Assert.Equal("2026-10-25 to 2026-11-23", answer.GetProperty("summary").GetProperty("period").GetString());
    }

    [Fact]
    public async Task CostSummary_ByCategory_IsThatPartOfTheWhole()
    {
        var whole = await server.Client.AskAsync("oci_cost_get_summary", October, cancellationToken: Token);
        var database = await server.Client.AskAsync(
            "oci_cost_get_summary", new { start_date = "2026-10-01", end_date = "2026-10-31", service_filter = "Database" }, cancellationToken: Token);

        Assert.Equal(["Autonomous Database", "Database"], database.GetProperty("services").EnumerateArray().Select(s => s.GetProperty("service").GetString()));
        var expected = whole.GetProperty("services").EnumerateArray()
            .Where(s => s.GetProperty("service").GetString()!.EndsWith("Database", StringComparison.Ordinal)).Sum(s => s.GetProperty("amount").GetDecimal());
        Assert.Equal(expected, Total(database));
    }

    [Fact]
    public async Task CostSummary_OfAFilterThatMatchesNothing_SaysSoAndListsTheServices()
    {
        var answer = await server.Client.AskAsync("oci_cost_get_summary", new { service_filter = "exadata" }, cancellationToken: Token);

        Assert.Equal(0m, Total(answer));
        Assert.Contains("Autonomous Database", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CostSummary_OfACompartment_IncludesThoseBelow()
    {
        var compartments = await server.Client.AskAsync("oci_list_compartments", cancellationToken: Token);
        var production = compartments.GetProperty("compartments").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "production");
        var byCompartment = await server.Client.AskAsync("oci_cost_by_compartment", cancellationToken: Token);

        var summary = await server.Client.AskAsync("oci_cost_get_summary", new { compartment_id = production.GetProperty("id").GetString() }, cancellationToken: Token);

        var expected = byCompartment.GetProperty("compartments").EnumerateArray()
            .Where(c => c.GetProperty("compartment").GetString()!.StartsWith("prod-", StringComparison.Ordinal)).Sum(c => c.GetProperty("amount").GetDecimal());
        Assert.Equal(expected, Total(summary));
    }

    [Theory]
    [InlineData("2026-11-01", "2026-11-30", "Only 2026-11-01 to 2026-11-23 is counted")]
    [InlineData("2024-01-01", "2024-01-31", "There is no cost data for 2024-01-01 to 2024-01-31")]
    public async Task CostSummary_BeyondTheData_SaysWhatIsMissing(string start, string end, string message)
    {
        var answer = await server.Client.AskAsync("oci_cost_get_summary", new { start_date = start, end_date = end }, cancellationToken: Token);

        Assert.StartsWith(message, answer.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CostTrend_Always_MarksTheRunningMonthAndDoesNotCompareIt()
    {
        var answer = await server.Client.AskAsync("oci_cost_monthly_trend", cancellationToken: Token);

        var trend = answer.GetProperty("trend").EnumerateArray().ToList();
        Assert.Equal(["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"], trend.Select(m => m.GetProperty("month").GetString()));
        Assert.Equal([false, false, false, false, false, true], trend.Select(m => m.GetProperty("partial").GetBoolean()));
        Assert.False(trend[0].TryGetProperty("change", out _));
        Assert.False(trend[5].TryGetProperty("change", out _));
        Assert.All(trend[1..5], m => Assert.Matches(@"^[+-]\d+\.\d%$", m.GetProperty("change").GetString()));
    }

    private static decimal Total(JsonElement answer) => answer.GetProperty("summary").GetProperty("total_amount").GetDecimal();

    private static decimal Sum(JsonElement answer, string list) => answer.GetProperty(list).EnumerateArray().Sum(x => x.GetProperty("amount").GetDecimal());
}
