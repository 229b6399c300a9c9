using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Runbook 2: a storm of 429 with Retry-After 30 over two hosts and one Redis. One refusal is enough for both, and everybody is answered in the end.</summary>
public sealed class When_the_model_limits_two_hosts
{
    private const int RunsOfEach = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_leave_the_provider_alone_on_both()
    {
        var clock = new ManualClock();
        await using var scenario = await SharedScenario.StartAsync(
            hosts: 2, clock: clock, answer: _ => clock.Now < clock.Start.AddSeconds(30) ? ModelReply.Fails(429, "30") : ModelReply.Says("Here."), settings: [("REDIS_TIMEOUT_MS", "20000"), ("LLM_MAX_CONCURRENT", "100")]);
        var first = await scenario.Hosts[0].BeginChatAsync("Who is first?", "first");
        var refused = await scenario.Hosts[0].FactAsync<StepFailed>(first);
        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromSeconds(30)), (refused.Class, refused.RetryAt - refused.At));

        var storm = new List<(ScenarioHost Host, string Run)>();
        foreach (var number in Enumerable.Range(0, 2 * RunsOfEach))
        {
            var host = scenario.Hosts[number % 2];
            var run = await host.BeginChatAsync($"Who is number {number}?", $"thread-{number}");
            var waits = await host.FactAsync<StepFailed>(run);
            Assert.Equal((FailureClass.HeldBack, true), (waits.Class, waits.Waited));
            storm.Add((host, run));
        }

        Assert.Single(scenario.Model.Requests);
        Assert.All(await Task.WhenAll(scenario.Hosts.Select(host => host.GetAsync("/llm/metrics"))), metrics =>
            Assert.Equal(refused.RetryAt, metrics.GetProperty("paused_until").GetDateTimeOffset()));
        await clock.ReachAsync(refused.RetryAt!.Value, Token);
        clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var (host, run) in storm.Prepend((scenario.Hosts[0], first)))
        {
            Assert.Equal(RunStatus.Answered, await host.EndAsync(run));
        }

        Assert.Equal((2 * RunsOfEach) + 2, scenario.Model.Requests.Count);
        Assert.All(scenario.Hosts, host => Assert.DoesNotContain(host.Log.Lines.All, line => line.Contains("Shared state is away", StringComparison.Ordinal)));
        await SharedScenario.AssertConvergedAsync(scenario.Hosts[0]);
        await SharedScenario.AssertConvergedAsync(scenario.Hosts[1]);
    }
}
