using System.Collections.Concurrent;
using Coordinator.AwkwardServer;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>
/// Quick reference: "MCP server disconnected", seen from runs (When_a_server_hangs_or_dies sees it from health). A real server hangs, flaps, or is away for ten minutes,
/// with Redis and Slack beside it: each run says what it could find out, and no change is sent twice.
/// </summary>
public sealed class When_a_server_fails_under_runs : IAsyncLifetime
{
    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;
    private readonly ConcurrentQueue<HttpCall> _changes = new();
    private HttpServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        await File.WriteAllTextAsync(
            Path.Combine(_config, "mcp-servers.yaml"),
            $"servers:\n  db: {{transport: http, url: \"{_server.Url}\", connect_timeout_seconds: 5, timeout_seconds: 1}}\n",
            Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_config, recursive: true);
    }

    [Fact]
    public async Task Should_say_so_while_it_hangs_and_send_no_change_twice()
    {
        await using var scenario = await SharedScenario.StartAsync(config: _config, answer: Answer, settings: [("CIRCUIT_BREAKER_THRESHOLD", "2"), ("CIRCUIT_BREAKER_TIMEOUT", "3")]);
        _server.HangsFor = call => call.RpcMethod == "tools/call";
        var asked = await scenario.AskAsync(scenario.Host);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(asked.RunId));
        var thread = Assert.Single(scenario.Slack.Thread("C100", asked.Ts)).Text;
        Assert.Contains("Tool call timed out: 'echo' took longer than 1 s.", thread, StringComparison.Ordinal);
        Assert.Contains("It is not known whether 'args' was carried out", thread, StringComparison.Ordinal);
        Assert.Single(_server.Calls, call => call.Tool == "args");

        // The circuit of reads is open now: the next run hears it at once.
        Assert.Contains("Server temporarily unavailable", (await scenario.Host.AnswerAsync("And now?")), StringComparison.Ordinal);

        _server.HangsFor = _ => false;
        await Until.TrueAsync(async () => await scenario.Host.AnswerAsync("And now?") == "Done: hello, {}", "it is used again");
        await SharedScenario.AssertConvergedAsync(scenario.Host, (await scenario.Host.GetAsync("/dlq")).GetProperty("items").GetArrayLength());
        Assert.NotEmpty((await scenario.Host.GetAsync("/dlq?type=timeout")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Should_end_every_run_and_make_each_change_at_most_once_while_it_flaps()
    {
        await using var scenario = await SharedScenario.StartAsync(config: _config, answer: Answer);
        var started = TimeProvider.System.GetTimestamp();
        _server.Refuse = call =>
        {
            if ((int)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * 2) % 2 == 0)
            {
                return new HttpRefusal(503, "1");
            }

            if (call.Tool == "args")
            {
                _changes.Enqueue(call);
            }

            return null;
        };
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => scenario.AskAsync(scenario.Host, user: $"U{number}")));
        foreach (var one in asked)
        {
            Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(one.RunId));
            Assert.StartsWith("Done: ", Assert.Single(scenario.Slack.Thread("C100", one.Ts)).Text, StringComparison.Ordinal);
        }

        Assert.InRange(_changes.Count, 0, asked.Length);
        _server.Refuse = _ => null;
        await Until.TrueAsync(async () => await scenario.Host.AnswerAsync("And now?") == "Done: hello, {}", "it is used again");
        await SharedScenario.AssertConvergedAsync(scenario.Host, (await scenario.Host.GetAsync("/dlq")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Should_use_it_again_when_it_is_back_after_ten_minutes()
    {
        var clock = new ManualClock();
        await using var scenario = await SharedScenario.StartAsync(config: _config, answer: Answer, clock: clock, settings: ("REDIS_TIMEOUT_MS", "20000"));
        var port = _server.Url.Port;
        await _server.DisposeAsync();
        var asked = await scenario.AskAsync(scenario.Host);
        var pauses = new HashSet<RunFact>();
        while (await scenario.Host.FactAsync<RunFact>(asked.RunId, fact => fact is RunFinished || (fact is StepFailed { RetryAt: not null } && !pauses.Contains(fact))) is StepFailed failed)
        {
            // Time passes only where a step waits: a call under way takes real time.
            pauses.Add(failed);
            await clock.PassAsync(failed.RetryAt!.Value, Token);
        }

        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(asked.RunId));
        Assert.Contains("Not connected right now: db.", Assert.Single(scenario.Slack.Thread("C100", asked.Ts)).Text, StringComparison.Ordinal);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            using var checks = await scenario.Host.PostAsync("/health/check", new { });
        }

        Assert.Contains((await scenario.Host.GetAsync("/health")).GetProperty("components").GetProperty("mcp_servers").GetString(), new[] { "unhealthy", "degraded" });
        _server = await HttpServer.StartAsync(new Quirks(), port);
        await Until.TrueAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(15));
                using var checks = await scenario.Host.PostAsync("/health/check", new { });
                return (await scenario.Host.GetAsync("/health")).GetProperty("status").GetString() == "healthy";
            },
            "healthy again");
        await Until.TrueAsync(async () => await scenario.Host.AnswerAsync("And now?") == "Done: hello, {}", "it is used again");
        await SharedScenario.AssertConvergedAsync(scenario.Host, (await scenario.Host.GetAsync("/dlq")).GetProperty("items").GetArrayLength());
    }

    private static ModelReply Answer(ModelRequest request) => request.Results.Count == 0
        ? ModelReply.Asks(new StubCall("echo", """{"text":"hello"}"""), new StubCall("args", "{}"))
        : ModelReply.Says($"Done: {string.Join(", ", request.Results.Select(result => result.Text))}");
}
