using Coordinator.AwkwardServer;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Somebody sets the machine's clock ten minutes forward or back, in the middle of everything. Leases are on Redis' clock, and what waits here waits for a span, not for a moment.</summary>
public sealed class When_the_clock_is_set
{
    /// <summary>No other timer is like it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.9);

    public static TheoryData<int> Minutes => new(10, -10);

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task Should_answer_what_is_under_way_and_what_comes(int minutes)
    {
        var clock = new SteppedClock();
        await using var scenario = await SharedScenario.StartAsync(clock: clock);
        var before = await scenario.AskAndStayAsync(scenario.Host);
        clock.Step(TimeSpan.FromMinutes(minutes));
        await scenario.AssertAnsweredAsync(await scenario.AskAsync(scenario.Host));

        scenario.Release();
        await scenario.AssertAnsweredAsync(before);
        clock.Step(TimeSpan.FromMinutes(-minutes));
        await scenario.AssertAnsweredAsync(await scenario.AskAsync(scenario.Host));
        await SharedScenario.AssertConvergedAsync(scenario.Host);
    }

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task Should_make_the_next_attempt_when_it_is_due_by_the_time_that_passes(int minutes)
    {
        var clock = new SteppedClock();
        await using var scenario = await SharedScenario.StartAsync(clock: clock);
        var (attempts, timers) = (0, clock.Timers.All.Count);
        scenario.LookFails = () => Interlocked.Increment(ref attempts) == 1 ? new Failure(FailureClass.Network, "Connection reset.") { RetryAfter = Pause } : null;
        var run = await scenario.Host.BeginChatAsync("Anything?", "a");
        await scenario.Host.FactAsync<StepFailed>(run);
        await scenario.Host.FactAsync<ToolFinished>(run, tool => tool.Tool == "change");
        await Until.TrueAsync(() => Task.FromResult(clock.Timers.All.Skip(timers).Any(wait => wait > Pause / 3 && wait <= Pause)), "the run waits");
        clock.Step(TimeSpan.FromMinutes(minutes));
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(run));
        Assert.Equal(2, attempts);
        await SharedScenario.AssertConvergedAsync(scenario.Host);
    }

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task Should_try_a_server_again_whose_connection_failed(int minutes)
    {
        var config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;
        var server = await HttpServer.StartAsync(new Quirks());
        try
        {
            await File.WriteAllTextAsync(Path.Combine(config, "mcp-servers.yaml"), $"servers:\n  db: {{transport: http, url: \"{server.Url}\"}}\n", TestContext.Current.CancellationToken);
            var clock = new SteppedClock();
            await using var scenario = await SharedScenario.StartAsync(
                config: config, clock: clock, answer: request => request.Results.Count == 0 ? ModelReply.Asks(new StubCall("echo", """{"text":"hello"}""")) : ModelReply.Says(request.Results[0].Text));
            var port = server.Url.Port;
            await server.DisposeAsync();
            await Until.TrueAsync(
                async () =>
                {
                    using var check = await scenario.Host.PostAsync("/health/check", new { });
                    return scenario.Host.Log.Lines.All.Any(line => line.Contains("mcp_connect_failed", StringComparison.Ordinal));
                },
                "it cannot be reached");

            clock.Step(TimeSpan.FromMinutes(minutes));
            server = await HttpServer.StartAsync(new Quirks(), port);
            await Until.TrueAsync(async () => (await scenario.Host.AnswerAsync("And now?")) == "hello", "it is used again");
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(config, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Minutes))]
    public async Task Should_try_a_server_again_whose_circuit_is_open(int minutes)
    {
        var clock = new SteppedClock();
        var isWell = false;
        await using var scenario = await SharedScenario.StartAsync(clock: clock, settings: ("CIRCUIT_BREAKER_THRESHOLD", "1"));
        scenario.LookFails = () => isWell ? null : new Failure(FailureClass.Network, "Connection reset.") { RetryAfter = TimeSpan.Zero };
        Assert.Contains("Server temporarily unavailable", await scenario.Host.AnswerAsync("Anything?"), StringComparison.Ordinal);
        clock.Step(TimeSpan.FromMinutes(minutes));
        isWell = true;
        await Until.TrueAsync(async () => (await scenario.Host.AnswerAsync("And now?")).StartsWith("Done: seen", StringComparison.Ordinal), "its circuit is closed");
    }
}
