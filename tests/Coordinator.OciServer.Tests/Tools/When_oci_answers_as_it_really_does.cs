using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Handlers.Costs;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

/// <summary>Things of the real services that the simulated tenancy does not have, as Oracle's SDKs describe them.</summary>
public sealed class When_oci_answers_as_it_really_does
{
    private const string Compartment = "ocid1.compartment.oc1..c";

    private static readonly object Here = new { compartment_id = Compartment, include_subtree = false };

    /// <summary>"When the ECPU is selected, the value for cpuCoreCount is 0."</summary>
    [Fact]
    public async Task Should_show_the_ECPUs_of_a_database()
    {
        using var oci = Answering("autonomousDatabases", """[{"id": "a", "displayName": "a", "cpuCoreCount": 0, "computeModel": "ECPU", "computeCount": 2.0}, {"id": "b", "displayName": "b", "cpuCoreCount": 4}]""");

        var answer = await oci.AskAsync("oci_db_list_autonomous", Here);

        Assert.Equal([2, 4], answer.List("databases").Select(database => database.GetProperty("cpu_core_count").GetDouble()));
        Assert.Equal(["ECPU", null], answer.List("databases").Select(database => database.Text("compute_model")));
    }

    [Fact]
    public async Task Should_point_out_what_is_open_to_the_internet_of_IPv6_too()
    {
        using var oci = Answering("securityLists", """
            [{"id": "s", "displayName": "s", "ingressSecurityRules": [
              {"source": "::/0", "protocol": "6", "tcpOptions": {"destinationPortRange": {"min": 22, "max": 23}}},
              {"source": "0.0.0.0/0", "protocol": "17", "udpOptions": {"destinationPortRange": {"min": 53, "max": 53}}},
              {"source": "10.0.0.0/8", "protocol": "all"}]}]
            """);

        var rules = (await oci.AskAsync("oci_network_list_security_lists", Here)).List("security_lists")[0].List("open_to_internet");

        Assert.Equal([("::/0", 22, 23), ("0.0.0.0/0", 53, 53)], rules.Select(rule => (rule.Text("source"), rule.GetProperty("from_port").GetInt32(), rule.GetProperty("to_port").GetInt32())));
    }

    [Fact]
    public async Task Should_launch_from_Oracles_image_and_not_from_one_of_the_compartment()
    {
        using var oci = new StubOci(asked => asked switch
        {
            _ when asked.StartsWith("GET /20160918/images", StringComparison.Ordinal) =>
                $$"""[{"id": "ocid1.image.oc1..ours", "compartmentId": "{{Compartment}}", "lifecycleState": "AVAILABLE"}, {"id": "ocid1.image.oc1..oracles", "compartmentId": null, "lifecycleState": "AVAILABLE"}]""",
            _ when asked.StartsWith("POST", StringComparison.Ordinal) => """{"id": "i", "displayName": "new", "compartmentId": "c", "lifecycleState": "PROVISIONING", "shape": "s", "availabilityDomain": "d"}""",
            _ => null,
        });

        var answer = await oci.AskAsync("oci_compute_launch_instance", new { display_name = "new", compartment_id = Compartment, availability_domain = "AD-1", subnet_id = "ocid1.subnet.oc1..s" });

        Assert.Equal("ocid1.image.oc1..oracles", answer.Text("image_id"));
    }

    /// <summary>The service has days for 90 days, months for 12; grouped by compartments it wants to know how deep.</summary>
    [Fact]
    public async Task Should_ask_for_long_periods_in_parts()
    {
        using var oci = Costs();

        var answer = await oci.AskAsync("oci_cost_by_compartment", new { start_date = "2024-01-01", end_date = "2024-12-31" });

        var asked = Usage(oci);
        Assert.All(asked, body => Assert.InRange((Time(body, "timeUsageEnded") - Time(body, "timeUsageStarted")).TotalDays, 1, 90));
        Assert.Equal("2024-01-01", $"{Time(asked[0], "timeUsageStarted"):yyyy-MM-dd}");
        Assert.Equal("2025-01-01", $"{Time(asked[^1], "timeUsageEnded"):yyyy-MM-dd}");
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.Equal(Time(pair.First, "timeUsageEnded"), Time(pair.Second, "timeUsageStarted")));
        Assert.All(asked, body => Assert.Equal(6, (int?)body["compartmentDepth"]));
        Assert.Equal(asked.Count * 10m, answer.GetProperty("summary").GetProperty("total_amount").GetDecimal());
    }

    [Fact]
    public async Task Should_compare_months_that_are_years_apart()
    {
        using var oci = Costs();

        await oci.AskAsync("oci_cost_usage_comparison", new { months = "2022-03, 2022-05, 2025-10" });

        Assert.Equal([("2022-03", "2022-06"), ("2025-10", "2025-11")], Usage(oci).Select(body => ($"{Time(body, "timeUsageStarted"):yyyy-MM}", $"{Time(body, "timeUsageEnded"):yyyy-MM}")));
    }

    [Theory]
    [InlineData("oci_cost_usage_comparison", """{"months": "2025-10, 9999-12"}""")]
    [InlineData("oci_cost_get_summary", """{"start_date": "2025-10-01", "end_date": "9999-12-31"}""")]
    public async Task Should_refuse_costs_of_the_future(string tool, string arguments)
    {
        using var oci = Costs();

        Assert.Equal("InvalidParameter", (await oci.FailAsync(tool, JsonElement.Parse(arguments))).Text("code"));
    }

    /// <summary>Usage writes services both ways.</summary>
    [Theory]
    [InlineData("network", "LOAD_BALANCER")]
    [InlineData("Block Storage", "BLOCK_STORAGE")]
    [InlineData("block_storage", "Block Storage")]
    [InlineData("network", "Virtual Cloud Network")]
    public void Should_know_services_in_either_spelling(string filter, string service) => Assert.True(ServiceCategory.Means(filter, service));

    private static StubOci Costs() => new(asked => asked.Contains("regionSubscriptions", StringComparison.Ordinal)
        ? """[{"regionName": "eu-frankfurt-1", "regionKey": "FRA", "status": "READY", "isHomeRegion": true}]"""
        : """{"items": [{"computedAmount": 10, "currency": " ", "compartmentId": "c", "compartmentName": "n", "timeUsageStarted": "2024-01-01T00:00:00.000Z"}]}""");

    private static List<JsonNode> Usage(StubOci oci) => [.. oci.Api.Asked.Where(asked => asked.Method == "POST").Select(asked => JsonNode.Parse(asked.Body!)!)];

    private static DateTime Time(JsonNode body, string name) => DateTimeOffset.Parse((string)body[name]!, null).UtcDateTime;

    private static StubOci Answering(string what, string json) => new(asked => asked.Contains($"/{what}?", StringComparison.Ordinal) ? json : null);
}
