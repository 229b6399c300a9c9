using System.Text.Json;
using Coordinator.DemoServer.Tests.Server;

namespace Coordinator.DemoServer.Tests.Tools;

public sealed class BadArgumentTests(ReadOnlyServer server) : IClassFixture<ReadOnlyServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("oci_ping", """{"x":1}""", "Unknown argument \"x\". There are none.")]
    [InlineData("oci_cost_monthly_trend", """{"month":3}""", "Unknown argument \"month\". Known: months.")]
    [InlineData("oci_cost_get_summary", """{"days":-1}""", "days must be an integer from 1 to 366, not -1.")]
    [InlineData("oci_cost_get_summary", """{"days":"30"}""", "days must be an integer from 1 to 366, not \"30\".")]
    [InlineData("oci_cost_get_summary", """{"days":1.5}""", "days must be an integer from 1 to 366, not 1.5.")]
    [InlineData("oci_cost_get_summary", """{"start_date":"10/01/2026","end_date":"2026-10-31"}""", "start_date must be a date as YYYY-MM-DD, not \"10/01/2026\".")]
    [InlineData("oci_cost_get_summary", """{"start_date":"2026-10-01"}""", "start_date and end_date go together: give both or neither.")]
    [InlineData("oci_cost_get_summary", """{"start_date":"2026-10-31","end_date":"2026-10-01"}""", "start_date 2026-10-31 is after end_date 2026-10-01.")]
    [InlineData("oci_cost_get_summary", """{"start_date":"2027-01-01","end_date":"2027-01-31"}""", "start_date 2027-01-01 is in the future; today is 2026-11-24.")]
    [InlineData("oci_compute_list_instances", """{"lifecycle_state":"AWAKE"}""", "lifecycle_state must be one of RUNNING, STOPPED, TERMINATED, not \"AWAKE\".")]
    [InlineData("oci_compute_list_instances", """{"limit":0}""", "limit must be an integer from 1 to 1000, not 0.")]
    [InlineData("oci_list_compartments", """{"include_subtree":"yes"}""", "include_subtree must be true or false, not \"yes\".")]
    [InlineData("oci_compute_get_instance", "{}", "instance_id is required.")]
    [InlineData("oci_compute_stop_by_name", """{"instance_name":" "}""", "instance_name must be a string that is not empty, not \" \".")]
    [InlineData("oci_compute_stop_by_name", """{"instance_name":"web-01","force":true}""", "Unknown argument \"force\". Known: instance_name, compartment_id.")]
    public async Task Call_WithABadArgument_IsRefusedByName(string tool, string arguments, string message)
    {
        var error = await server.Client.RefusedAsync(tool, JsonDocument.Parse(arguments).RootElement, cancellationToken: Token);

        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Equal("InvalidParameter", error.GetProperty("code").GetString());
        Assert.False(error.GetProperty("retryable").GetBoolean());
        Assert.Equal(message, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Call_WithSeveralBadArguments_NamesThemAll()
    {
        var error = await server.Client.RefusedAsync("oci_cost_get_summary", new { days = 0, dayz = 3 }, cancellationToken: Token);

        Assert.Contains("\"dayz\"", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("days must be", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci_compute_list_instances")]
    [InlineData("oci_list_compartments")]
    [InlineData("oci_cost_get_summary")]
    [InlineData("oci_observability_list_alarms")]
    public async Task Call_WithAnUnknownCompartment_OffersOneThatExists(string tool)
    {
        var error = await server.Client.RefusedAsync(tool, new { compartment_id = "production" }, cancellationToken: Token);

        Assert.Equal(404, error.GetProperty("status").GetInt32());
        Assert.StartsWith("production (ocid1.compartment.", error.GetProperty("similar")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithANull_TakesItAsNotGiven()
    {
        var answer = await server.Client.AskAsync("oci_cost_monthly_trend", new { months = (int?)null }, cancellationToken: Token);

        Assert.Equal(6, answer.GetProperty("trend").GetArrayLength());
    }

    [Theory]
    [InlineData("")]
    [InlineData(257)]
    public async Task Write_WithAnUnusableEffectKey_IsRefused(object length)
    {
        var key = length is int n ? new string('k', n) : "";

        var error = await server.Client.RefusedAsync("oci_compute_stop_by_name", new { instance_name = "web-01" }, key, Token);

        Assert.Equal(400, error.GetProperty("status").GetInt32());
        Assert.Contains("coordinator/effectKey", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
