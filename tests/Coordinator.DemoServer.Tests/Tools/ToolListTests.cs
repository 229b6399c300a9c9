using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests.Tools;

public sealed class ToolListTests(ReadOnlyServer server) : IClassFixture<ReadOnlyServer>
{
    private static readonly string[] Writes = ["oci_compute_restart_by_name", "oci_compute_start_by_name", "oci_compute_stop_by_name"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListTools_Always_HasTheNamesOfTheUnifiedServer()
    {
        var tools = await server.Client.Mcp.ListToolsAsync(cancellationToken: Token);

        Assert.Equal(
            [
                "oci_compute_find_instance", "oci_compute_get_instance", "oci_compute_list_instances", .. Writes,
                "oci_cost_by_compartment", "oci_cost_get_summary", "oci_cost_monthly_trend", "oci_cost_service_drilldown",
                "oci_db_list_autonomous", "oci_dbmgmt_list_databases", "oci_list_compartments", "oci_observability_list_alarms", "oci_ping",
            ],
            tools.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListTools_OfReads_SaysReadOnly()
    {
        var tools = await server.Client.Mcp.ListToolsAsync(cancellationToken: Token);

        Assert.All(tools.Where(t => !Writes.Contains(t.Name)), t =>
        {
            Assert.True(t.ProtocolTool.Annotations!.ReadOnlyHint, t.Name);
            Assert.False(t.ProtocolTool.Annotations.DestructiveHint, t.Name);
            Assert.True(t.ProtocolTool.Annotations.IdempotentHint, t.Name);
        });
    }

    [Theory]
    [InlineData("oci_compute_start_by_name", false, true)]
    [InlineData("oci_compute_stop_by_name", true, true)]
    [InlineData("oci_compute_restart_by_name", true, false)]
    public async Task ListTools_OfWrites_SaysWhatTheyDo(string name, bool destructive, bool idempotent)
    {
        var tools = await server.Client.Mcp.ListToolsAsync(cancellationToken: Token);

        var annotations = tools.Single(t => t.Name == name).ProtocolTool.Annotations!;
        Assert.False(annotations.ReadOnlyHint);
        Assert.Equal((destructive, idempotent), (annotations.DestructiveHint, annotations.IdempotentHint));
    }

    [Fact]
    public async Task ListTools_Schema_ForbidsUnknownArgumentsAndNamesTheRequired()
    {
        var tools = await server.Client.Mcp.ListToolsAsync(cancellationToken: Token);

        Assert.All(tools, t => Assert.False(t.JsonSchema.GetProperty("additionalProperties").GetBoolean()));
        var stop = tools.Single(t => t.Name == "oci_compute_stop_by_name").JsonSchema;
        Assert.Equal("""["instance_name"]""", stop.GetProperty("required").GetRawText());
        var days = tools.Single(t => t.Name == "oci_cost_get_summary").JsonSchema.GetProperty("properties").GetProperty("days");
        Assert.Equal((30, 1, 366), (days.GetProperty("default").GetInt32(), days.GetProperty("minimum").GetInt32(), days.GetProperty("maximum").GetInt32()));
    }
}
