using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class MonitoringToolTests(SimulatedOci oci) : IClassFixture<SimulatedOci>
{
    [Fact]
    public async Task ListAlarms_ShowsTheFiringOnesFirst()
    {
        var answer = await oci.AskAsync("oci_observability_list_alarms");

        Assert.Equal(["database-vm-cpu-high", "finance-dw-storage", "app-server-memory-high"], answer.Texts("alarms", "name").Take(3));
        Assert.Equal((6, 3), (answer.GetProperty("total").GetInt32(), answer.GetProperty("firing").GetInt32()));
        Assert.Equal(("2026-01-15T10:00:00+00:00", "prod-data"), (answer.List("alarms")[0].Text("time_status_changed"), answer.List("alarms")[0].Text("compartment")));
    }

    [Theory]
    [InlineData("FIRING", 3)]
    [InlineData("ACTIVE", 5)]
    [InlineData("INACTIVE", 1)]
    [InlineData("OK", 2)]
    public async Task ListAlarms_ByState_ShowsThose(string state, int count) =>
        Assert.Equal(count, (await oci.AskAsync("oci_observability_list_alarms", new { lifecycle_state = state })).GetProperty("total").GetInt32());

    [Fact]
    public async Task ListAlarms_OfACompartment_CountsThoseBelowIt() =>
        Assert.Equal(4, (await oci.AskAsync("oci_observability_list_alarms", new { compartment_id = "production" })).GetProperty("total").GetInt32());

    [Fact]
    public async Task InstanceMetrics_OfABusyInstance_ShowHowBusy()
    {
        var answer = await oci.AskAsync("oci_observability_get_instance_metrics", new { instance_name = "database-vm", hours_back = 2 });

        var cpu = answer.Named("metrics", "CpuUtilization");
        Assert.InRange(cpu.GetProperty("average").GetDouble(), 90, 98);
        Assert.Equal(("Percent", 120), (cpu.Text("unit"), cpu.GetProperty("datapoints").GetInt32()));
        Assert.True(cpu.GetProperty("highest").GetDouble() >= cpu.GetProperty("latest").GetDouble());
        Assert.Equal(6, answer.List("metrics").Count);
    }

    [Fact]
    public async Task InstanceMetrics_OfAStoppedInstance_SayWhyThereAreNone()
    {
        var answer = await oci.AskAsync("oci_observability_get_instance_metrics", new { instance_name = "reporting-vm" });

        Assert.Empty(answer.List("metrics"));
        Assert.Contains("The instance is STOPPED and reported nothing in the last hour.", answer.Text("message"), StringComparison.Ordinal);
        Assert.Contains("either instance_id or instance_name", (await oci.FailAsync("oci_observability_get_instance_metrics")).Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetMetrics_ByAQuery_ShowsASeriesForEachInstance()
    {
        var answer = await oci.AskAsync("oci_observability_get_metrics", new { compartment_id = "prod-data", @namespace = "oci_computeagent", query = "CpuUtilization[1h].max() > 80", hours_back = 3 });

        var series = answer.List("series").Single(one => one.GetProperty("dimensions").Text("resourceDisplayName") == "database-vm");
        Assert.Equal(3, series.GetProperty("datapoints").GetArrayLength());
        Assert.Equal("InvalidParameter", (await oci.FailAsync("oci_observability_get_metrics", new { compartment_id = "prod-data", @namespace = "oci_computeagent", query = "how busy?" })).Text("code"));
    }

    [Fact]
    public async Task ListAlarms_WithoutAStatus_IsNotSaidToBeWell()
    {
        using var stub = new StubOci(asked => asked switch
        {
            _ when asked.Contains("/alarms/status?", StringComparison.Ordinal) => "[]",
            _ when asked.Contains("/alarms?", StringComparison.Ordinal) => """[{"id": "a", "displayName": "a", "compartmentId": "c", "severity": "CRITICAL", "namespace": "n", "query": "q", "isEnabled": true}]""",
            _ => null,
        });

        Assert.Equal(["UNKNOWN"], (await stub.AskAsync("oci_observability_list_alarms")).Texts("alarms", "status"));
    }
}
