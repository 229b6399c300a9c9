using System.Text.Json;
using Coordinator.DemoServer.Tests.Server;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tests.Tools;

public sealed class InventoryTests(ReadOnlyServer server) : IClassFixture<ReadOnlyServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyTool_Always_SaysTheSameAsTextAndAsStructure()
    {
        var result = await server.Client.CallAsync("oci_list_compartments", cancellationToken: Token);

        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(text).RootElement, result.StructuredContent!.Value));
    }

    [Fact]
    public async Task Ping_Always_SaysThatItIsSimulated()
    {
        var pong = await server.Client.AskAsync("oci_ping", cancellationToken: Token);

        Assert.Equal("ok", pong.GetProperty("status").GetString());
        Assert.True(pong.GetProperty("simulated").GetBoolean());
        Assert.Equal(DateTimeOffset.Parse(DemoExecutable.Noon, null), pong.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task ListCompartments_WithoutArguments_ListsTheTreeFromTheRoot()
    {
        var answer = await server.Client.AskAsync("oci_list_compartments", cancellationToken: Token);

        Assert.Equal("compartments", answer.GetProperty("type").GetString());
        Assert.Equal(8, answer.GetProperty("count").GetInt32());
        var all = answer.GetProperty("compartments").EnumerateArray().ToList();
        Assert.False(all[0].TryGetProperty("parent_id", out _));
        var seen = new HashSet<string?>();
        Assert.All(all.Where(c => seen.Add(c.GetProperty("id").GetString())).Skip(1), c => Assert.Contains(c.GetProperty("parent_id").GetString(), seen));
        Assert.Contains(all, c => c.GetProperty("path").GetString() == "/production/prod-data");
    }

    [Fact]
    public async Task ListCompartments_WithoutSubtree_StopsAfterOneLevel()
    {
        var answer = await server.Client.AskAsync("oci_list_compartments", new { include_subtree = false }, cancellationToken: Token);

        Assert.Equal(
            ["demo-tenancy", "production", "development", "shared-services", "security"],
            answer.GetProperty("compartments").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData(null, 14)]
    [InlineData("RUNNING", 10)]
    [InlineData("stopped", 4)]
    [InlineData("TERMINATED", 0)]
    public async Task ListInstances_ByState_ListsOnlyThose(string? state, int expected)
    {
        var answer = await server.Client.AskAsync("oci_compute_list_instances", new { lifecycle_state = state }, cancellationToken: Token);

        Assert.Equal(expected, answer.GetProperty("total").GetInt32());
        Assert.Equal(expected, answer.GetProperty("instances").GetArrayLength());
        Assert.All(
            answer.GetProperty("instances").EnumerateArray(),
            i => Assert.Equal(state?.ToUpperInvariant() ?? i.GetProperty("state").GetString(), i.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task ListInstances_WithLimit_StillSaysHowManyThereAre()
    {
        var answer = await server.Client.AskAsync("oci_compute_list_instances", new { limit = 3 }, cancellationToken: Token);

        Assert.Equal((3, 14, 3), (answer.GetProperty("count").GetInt32(), answer.GetProperty("total").GetInt32(), answer.GetProperty("instances").GetArrayLength()));
    }

    [Fact]
    public async Task ListInstances_OfACompartment_GoesBelowOnlyWhenAsked()
    {
        var production = await CompartmentIdAsync("production");

        var alone = await server.Client.AskAsync("oci_compute_list_instances", new { compartment_id = production }, cancellationToken: Token);
        var below = await server.Client.AskAsync("oci_compute_list_instances", new { compartment_id = production, include_subtree = true }, cancellationToken: Token);

        Assert.Equal((0, 7), (alone.GetProperty("total").GetInt32(), below.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task GetInstance_OfAListedId_ShowsTheSameInstance()
    {
        var list = await server.Client.AskAsync("oci_compute_find_instance", new { instance_name = "database-vm" }, cancellationToken: Token);
        var listed = Assert.Single(list.GetProperty("instances").EnumerateArray().ToList());

        var detail = await server.Client.AskAsync("oci_compute_get_instance", new { instance_id = listed.GetProperty("id").GetString() }, cancellationToken: Token);

        Assert.True(JsonElement.DeepEquals(listed, detail.GetProperty("instance")));
        Assert.Equal((8, 128), (listed.GetProperty("ocpus").GetInt32(), listed.GetProperty("memory_gb").GetInt32()));
    }

    [Fact]
    public async Task GetInstance_OfAName_OffersItsId()
    {
        var error = await server.Client.RefusedAsync("oci_compute_get_instance", new { instance_id = "web-01" }, cancellationToken: Token);

        Assert.Equal(404, error.GetProperty("status").GetInt32());
        Assert.StartsWith("web-01 (ocid1.instance.", error.GetProperty("similar")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server", false, 3)]
    [InlineData("server", true, 0)]
    [InlineData("Batch-Worker", true, 2)]
    public async Task FindInstance_ByName_MatchesPartsUnlessExact(string name, bool exact, int expected)
    {
        var answer = await server.Client.AskAsync("oci_compute_find_instance", new { instance_name = name, exact_match = exact }, cancellationToken: Token);

        Assert.Equal(expected, answer.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task ListDatabases_Managed_AreTheAutonomousOnesAndTheSystems()
    {
        var managed = await server.Client.AskAsync("oci_dbmgmt_list_databases", cancellationToken: Token);
        var systems = await server.Client.AskAsync("oci_dbmgmt_list_databases", new { deployment_type = "VM" }, cancellationToken: Token);
        var autonomous = await server.Client.AskAsync("oci_db_list_autonomous", cancellationToken: Token);

        Assert.Equal("autonomous_databases", autonomous.GetProperty("type").GetString());
        Assert.Superset(new HashSet<string> { "ATPAdi", "SelectAI", "th" }, Names(autonomous).ToHashSet());
        Assert.Equal(8, managed.GetProperty("total").GetInt32());
        Assert.Equal(Names(managed).Order(StringComparer.Ordinal), Names(autonomous).Concat(Names(systems)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListAutonomous_WithFilters_CombinesThem()
    {
        var answer = await server.Client.AskAsync("oci_db_list_autonomous", new { workload_type = "dw", lifecycle_state = "AVAILABLE" }, cancellationToken: Token);

        Assert.Equal(["SelectAI", "FinanceDW"], Names(answer));
    }

    [Theory]
    [InlineData(null, 6, 3)]
    [InlineData("FIRING", 3, 3)]
    [InlineData("ACTIVE", 5, 3)]
    [InlineData("INACTIVE", 1, 0)]
    [InlineData("OK", 2, 0)]
    public async Task ListAlarms_ByState_CountsThoseThatFire(string? state, int total, int firing)
    {
        var answer = await server.Client.AskAsync("oci_observability_list_alarms", new { lifecycle_state = state }, cancellationToken: Token);

        Assert.Equal((total, firing), (answer.GetProperty("total").GetInt32(), answer.GetProperty("firing").GetInt32()));
    }

    [Fact]
    public async Task ListAlarms_Always_ShowsTheWorstFiringFirst()
    {
        var answer = await server.Client.AskAsync("oci_observability_list_alarms", cancellationToken: Token);

        Assert.Equal(
            ["FIRING CRITICAL", "FIRING ERROR", "FIRING WARNING", "OK CRITICAL", "OK INFO", "OK INFO"],
            answer.GetProperty("alarms").EnumerateArray().Select(a => $"{a.GetProperty("status")} {a.GetProperty("severity")}"));
    }

    private static IEnumerable<string> Names(JsonElement answer) =>
        answer.GetProperty("databases").EnumerateArray().Select(d => d.GetProperty("name").GetString()!);

    private async Task<string?> CompartmentIdAsync(string name)
    {
        var all = await server.Client.AskAsync("oci_list_compartments", cancellationToken: Token);
        return all.GetProperty("compartments").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name).GetProperty("id").GetString();
    }
}
