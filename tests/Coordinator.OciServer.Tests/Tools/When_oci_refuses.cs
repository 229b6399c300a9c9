using System.Text.Json;
using Coordinator.OciServer.Tests.Server;

namespace Coordinator.OciServer.Tests.Tools;

/// <summary>Every failure is an error with cause, action and request id, never an answer.</summary>
public sealed class When_oci_refuses : IAsyncLifetime
{
    private const string Tool = "oci_compute_list_shapes";
    private const string Path = "/20160918/shapes";

    private readonly SimulatedOci oci = new();
    private object arguments = new { };

    public async ValueTask InitializeAsync()
    {
        await oci.InitializeAsync();
        arguments = new { compartment_id = (await oci.AskAsync("oci_get_compartment", new { compartment_id = "prod-apps" })).Text("id") };
    }

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Theory]
    [InlineData(400, "Bad request", "Check parameters", false)]
    [InlineData(401, "Unauthorized", "Refresh OCI config", false)]
    [InlineData(403, "Forbidden", "Check IAM policies", false)]
    [InlineData(404, "Not found", "Verify OCID exists, in this region, and check IAM policies: OCI does not say which", false)]
    [InlineData(409, "Conflict", "Look at the resource's state, then try again", false)]
    [InlineData(413, "Refused", "Check parameters", false)]
    [InlineData(412, "Changed meanwhile", "Read the resource again, then decide anew", false)]
    [InlineData(429, "Rate limited", "Wait and retry", true)]
    [InlineData(500, "Server error", "Retry with backoff", true)]
    [InlineData(503, "Service unavailable", "Wait for OCI recovery", true)]
    public async Task Should_say_what_a_status_means_and_what_to_do(int status, string meaning, string action, bool retryable)
    {
        await oci.FailNextAsync(new { path = Path, status });

        var error = await oci.FailAsync(Tool, arguments);

        Assert.Equal((status, meaning, action, retryable), (error.GetProperty("status").GetInt32(), error.Text("meaning"), error.Text("action"), error.GetProperty("retryable").GetBoolean()));
        Assert.Matches("^[0-9A-F]{32}$", error.Text("request_id")!);
        Assert.Equal("The simulator was asked to fail here.", error.Text("message"));
    }

    [Fact]
    public async Task Should_ask_once_and_leave_retrying_to_the_caller()
    {
        await oci.FailNextAsync(new { path = Path, status = 503, times = 1 });

        await oci.FailAsync(Tool, arguments);
        await oci.AskAsync(Tool, arguments);
    }

    [Fact]
    public async Task Should_pass_on_when_to_try_again()
    {
        await oci.FailNextAsync(new { path = Path, status = 429, retryAfter = 7 });

        var error = await oci.FailAsync(Tool, arguments);

        Assert.Equal((7000, "Wait 7 s and retry"), (error.GetProperty("retry_after_ms").GetInt32(), error.Text("action")));
    }

    [Fact]
    public async Task Should_say_so_if_it_is_the_clock()
    {
        await oci.FailNextAsync(new { path = Path, kind = "skew" });

        var error = await oci.FailAsync(Tool, arguments);

        Assert.Contains("The clock here is 60 minutes behind the service's, whose date is 2026-01-15 13:00:00 UTC.", error.Text("message"), StringComparison.Ordinal);
        Assert.Equal("Set this machine's clock", error.Text("action"));
    }

    [Fact]
    public async Task Should_refuse_an_answer_that_breaks_off()
    {
        await oci.FailNextAsync(new { path = Path, kind = "truncate" });

        var error = await oci.FailAsync(Tool, arguments);

        Assert.Equal((502, "InvalidResponse"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        Assert.Contains("not the JSON it promises", error.Text("message"), StringComparison.Ordinal);
        Assert.NotNull(error.Text("request_id"));
    }

    [Fact]
    public async Task Should_end_a_list_that_never_ends()
    {
        await oci.FailNextAsync(new { path = Path, kind = "endless", times = 1000 });

        var error = await oci.FailAsync(Tool, new { compartment_id = arguments.GetType().GetProperty("compartment_id")!.GetValue(arguments), limit = 1000 });

        Assert.Contains("The list has no end", error.Text("message"), StringComparison.Ordinal);
        Assert.False(error.GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public async Task Should_not_wait_longer_than_the_tools_limit()
    {
        await oci.FailNextAsync(new { path = Path, kind = "hang" });
        var call = oci.CallAsync(Tool, arguments);

        while (!call.IsCompleted)
        {
            oci.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        var (_, error) = await call;
        Assert.Equal((504, "TimedOut"), (error!.Value.GetProperty("status").GetInt32(), error.Value.Text("code")));
        Assert.Contains("its 30 seconds", error.Value.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("truncate")]
    public async Task Should_say_that_a_write_of_unknown_outcome_is_one(string kind)
    {
        await oci.FailNextAsync(new { path = "/20160918/instances/", method = "POST", kind });

        var error = await oci.FailAsync("oci_compute_restart_by_name", new { instance_name = "web-01" }, effectKey: "run-1/1.0");

        Assert.EndsWith("Whether it was done is not known.", error.Text("message"), StringComparison.Ordinal);
        Assert.Equal("Look whether it was done before trying again", error.Text("action"));
        Assert.Single(oci.Changes());
        await oci.AskAsync("oci_compute_restart_by_name", new { instance_name = "web-01" }, effectKey: "run-1/1.0");
        Assert.Single(oci.Changes());
    }

    /// <summary>What failed was only to find the instance.</summary>
    [Fact]
    public async Task Should_not_leave_open_whether_a_write_was_done_that_was_not_sent()
    {
        await oci.FailNextAsync(new { path = "/20160918/instances/", method = "GET", kind = "drop" });

        var error = await oci.FailAsync("oci_compute_restart_by_name", new { instance_name = "web-01" }, effectKey: "run-1/1.0");

        Assert.DoesNotContain("not known", error.Text("message"), StringComparison.Ordinal);
        Assert.Empty(oci.Changes());
    }

    [Fact]
    public async Task Should_throttle_who_asks_too_much()
    {
        oci.Options = oci.Options with { RequestsPerSecond = 3 };
        await oci.RestartSimulationAsync();
        var errors = new List<JsonElement>();
        for (var i = 0; i < 5; i++)
        {
            if ((await oci.CallAsync(Tool, arguments)).Error is { } error) errors.Add(error);
        }

        Assert.Equal(["TooManyRequests", "TooManyRequests"], errors.Select(error => error.Text("code")));
    }

    [Fact]
    public async Task Should_say_that_nobody_is_there()
    {
        var file = oci.ConfigFile;
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(oci.Address.Authority, "127.0.0.1:1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        oci.UseTools();

        var error = await oci.FailAsync(Tool, arguments);

        Assert.Equal((503, "Unreachable", "No connection to 127.0.0.1:1."), (error.GetProperty("status").GetInt32(), error.Text("code"), error.Text("message")));
    }
}
