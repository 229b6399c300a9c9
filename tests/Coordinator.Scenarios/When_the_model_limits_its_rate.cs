using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Runbook 2: a 429 with Retry-After holds for every run, and no run is lost to it.</summary>
public sealed class When_the_model_limits_its_rate
{
    private const int Runs = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_leave_the_provider_alone_for_as_long_as_it_asks_and_then_answer_everyone()
    {
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Here."));
        model.Enqueue(ModelReply.Fails(429, "30"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model, Clock = clock });

        var first = await host.BeginChatAsync("Who is first?", "first");
        var refused = await host.FactAsync<StepFailed>(first);
        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromSeconds(30)), (refused.Class, refused.RetryAt - refused.At));
        var others = new List<string>();
        foreach (var number in Enumerable.Range(1, Runs))
        {
            others.Add(await host.BeginChatAsync($"Who is number {number}?", $"thread-{number}"));
            var waits = await host.FactAsync<StepFailed>(others[^1]);
            Assert.Equal((FailureClass.HeldBack, true), (waits.Class, waits.Waited));
            Assert.InRange(waits.RetryAt!.Value - waits.At, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
        }

        Assert.Single(model.Requests);
        Assert.NotEqual(default, (await host.GetAsync("/llm/metrics")).GetProperty("paused_until").GetDateTimeOffset());
        await clock.ReachAsync(refused.RetryAt!.Value, Token);
        clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var run in others.Prepend(first))
        {
            Assert.Equal(RunStatus.Answered, await host.EndAsync(run));
        }

        Assert.Equal(Runs + 2, model.Requests.Count);
        var metrics = await host.GetAsync("/llm/metrics");
        Assert.Equal((Runs + 2, 1, 0), (metrics.GetProperty("total_requests").GetInt32(), metrics.GetProperty("failed").GetInt32(), metrics.GetProperty("current_queue_size").GetInt32()));
    }

    [Theory]
    [InlineData("LLM_MAX_CONCURRENT", "2", 2, 300, true)]
    [InlineData("LLM_RATE_LIMITING", "false", 8, 90, false)]
    [InlineData("LLM_RATE_LIMITING", "true", 5, 300, true)]
    public async Task Should_hold_to_the_settings(string name, string value, int places, int wait, bool isLimited)
    {
        await using var model = await ModelStub.StartAsync(_ => ModelReply.Says("Here."));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model, Settings = new Dictionary<string, string> { [name] = value } });
        var metrics = await host.GetAsync("/llm/metrics");
        Assert.Equal(
            (places, wait, isLimited),
            (metrics.GetProperty("max_concurrent").GetInt32(), metrics.GetProperty("wait_seconds").GetInt32(), metrics.GetProperty("rate_limiting").GetBoolean()));
    }
}
