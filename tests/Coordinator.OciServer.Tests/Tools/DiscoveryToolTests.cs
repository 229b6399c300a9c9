using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class DiscoveryToolTests : IAsyncLifetime
{
    private readonly SimulatedOci oci = new();

    public ValueTask InitializeAsync() => oci.InitializeAsync();

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Fact]
    public async Task Run_CountsWhatThereIs()
    {
        var answer = await oci.AskAsync("oci_discovery_run");

        Assert.Equal((45 + 18 + 4 + 9, true), (answer.GetProperty("total").GetInt32(), answer.GetProperty("complete").GetBoolean()));
        var instances = answer.List("types").Single(type => type.Text("resource_type") == "Instance");
        Assert.Equal((45, 36), (instances.GetProperty("count").GetInt32(), instances.GetProperty("states").GetProperty("RUNNING").GetInt32()));
    }

    [Fact]
    public async Task Run_OfAKindThatIsNone_NamesThem() =>
        Assert.Contains("compute, network, database, identity", (await oci.FailAsync("oci_discovery_run", new { resource_types = "compute, toasters" })).Text("message"), StringComparison.Ordinal);

    [Theory]
    [InlineData("vcns", 4)]
    [InlineData("Vcn", 4)]
    [InlineData("databases", 18)]
    [InlineData("autonomous_databases", 13)]
    [InlineData("compartments", 14)]
    public async Task GetCached_ListsOneKind(string type, int total) => Assert.Equal(total, (await oci.AskAsync("oci_discovery_get_cached", new { resource_type = type })).GetProperty("total").GetInt32());

    [Fact]
    public async Task Search_FindsAnyKind_InACompartmentAndBelow()
    {
        Assert.Equal(["AutonomousDatabase", "Compartment", "Instance", "Instance"], (await oci.AskAsync("oci_discovery_search", new { query = "INTEGRATION", compartment_id = "development", limit = 4 })).Texts("resources", "resource_type"));
        Assert.Equal(["prod-apps"], (await oci.AskAsync("oci_discovery_search", new { query = "web-01", compartment_name = "production" })).Texts("resources", "compartment"));
    }

    [Fact]
    public async Task Summary_CountsByCompartment()
    {
        var answer = await oci.AskAsync("oci_discovery_summary", new { compartment_id = "finance" });

        var finance = Assert.Single(answer.List("compartments"));
        Assert.Equal(("finance", 4, 2), (finance.Text("compartment"), finance.GetProperty("count").GetInt32(), finance.GetProperty("types").GetProperty("Instance").GetInt32()));
    }

    [Fact]
    public async Task Discovery_IsKeptForAnHour_AndThenMadeAnew()
    {
        await oci.AskAsync("oci_discovery_refresh");
        await oci.AskAsync("oci_compute_stop_by_name", new { instance_name = "web-01" });
        oci.Clock.Advance(TimeSpan.FromMinutes(59));

        Assert.Equal("RUNNING", await StateAsync());
        var status = Assert.Single((await oci.AskAsync("oci_discovery_cache_status")).List("profiles"));
        Assert.Equal((3540, true), (status.GetProperty("age_seconds").GetInt32(), status.GetProperty("fresh").GetBoolean()));
        oci.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("STOPPED", await StateAsync());
    }

    [Fact]
    public async Task Discovery_OfSomeKinds_IsNotTakenForAll()
    {
        await oci.AskAsync("oci_discovery_run", new { resource_types = "compute" });

        Assert.Equal(4, (await oci.AskAsync("oci_discovery_get_cached", new { resource_type = "vcns" })).GetProperty("total").GetInt32());
        await oci.AskAsync("oci_discovery_run", new { resource_types = "compute" });
        Assert.Equal(45 + 18 + 4 + 9 + 14, (await oci.AskAsync("oci_discovery_summary")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Discovery_OfOneRegion_IsNotTakenForAnother()
    {
        await oci.AskAsync("oci_discovery_refresh");
        await oci.FailNextAsync(new { path = "/20180409/resources", status = 503 });

        Assert.Equal(503, (await oci.FailAsync("oci_discovery_search", new { query = "web-01", region = "us-ashburn-1" })).GetProperty("status").GetInt32());
        await oci.AskAsync("oci_discovery_search", new { query = "web-01", region = "us-ashburn-1" });
        Assert.Equal(["eu-frankfurt-1", "us-ashburn-1"], (await oci.AskAsync("oci_discovery_cache_status")).Texts("profiles", "region"));
    }

    [Theory]
    [InlineData("oci_discovery_get_cached")]
    [InlineData("oci_discovery_search")]
    public async Task Discovery_OfAKindThatIsNotLookedFor_SaysSo(string tool)
    {
        var arguments = new Dictionary<string, string> { ["resource_type"] = "buckets" };
        if (tool == "oci_discovery_search") arguments["query"] = "logs";

        Assert.Contains("buckets", (await oci.FailAsync(tool, arguments)).Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_PassesOverWhatHasNoName()
    {
        using var stub = new StubOci(asked => asked switch
        {
            _ when asked.StartsWith("POST /20180409/resources", StringComparison.Ordinal) =>
                """{"items": [{"resourceType": "Vcn", "identifier": "ocid1.vcn.oc1..a", "compartmentId": "c"}, {"resourceType": "Vcn", "identifier": "ocid1.vcn.oc1..b", "compartmentId": "c", "displayName": "main"}]}""",
            _ when asked.StartsWith("GET /20160918/compartments?", StringComparison.Ordinal) => "[]",
            _ => """{"id": "ocid1.tenancy.oc1..root", "name": "root", "lifecycleState": "ACTIVE"}""",
        });

        Assert.Equal(["ocid1.vcn.oc1..b"], (await stub.AskAsync("oci_discovery_search", new { query = "main" })).Texts("resources", "id"));
        Assert.Equal(2, (await stub.AskAsync("oci_discovery_get_cached", new { resource_type = "vcns" })).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task SearchCapabilities_FindsToolsByWords()
    {
        Assert.Equal("oci_cost_monthly_trend", (await oci.AskAsync("search_capabilities", new { query = "cost trend" })).List("tools")[0].Text("name"));
        Assert.Empty((await oci.AskAsync("search_capabilities", new { query = "trend", domain = "database" })).List("tools"));
    }

    private async Task<string?> StateAsync() => (await oci.AskAsync("oci_discovery_search", new { query = "web-01", compartment_id = "prod-apps" })).List("resources").Single().Text("state");
}
