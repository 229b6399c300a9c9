using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Runbook 9.1 and 9.2: back-off, and what is said when it did not help.</summary>
public sealed class When_a_tool_fails_for_a_while
{
    [Fact]
    public async Task Should_wait_and_answer_when_it_is_well_again()
    {
        var clock = new ManualClock();
        var tools = new ScriptedTools();
        tools.Read("list", _ => tools.Calls.Count == 1 ? ScriptedTools.Fails(503, "Not now.") : ScriptedTools.Says("three instances"));
        await using var model = await AskingAsync();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model, Clock = clock });

        var runId = await host.BeginChatAsync("List", "t");
        await PassAsync(host, clock, runId, attempt: 1, pause: 2);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(runId));
        Assert.Equal("three instances", (await host.GetAsync($"/runs/{runId}")).GetProperty("response").GetString());
        Assert.Equal(2, tools.Calls.Count);
    }

    [Fact]
    public async Task Should_take_the_time_that_the_server_names()
    {
        var clock = new ManualClock();
        var tools = new ScriptedTools();
        tools.Read("list", _ => tools.Calls.Count == 1 ? ScriptedTools.Fails(429, "Slow down.", ",\"retry_after_ms\":45000") : ScriptedTools.Says("three instances"));
        await using var model = await AskingAsync();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model, Clock = clock });

        var runId = await host.BeginChatAsync("List", "t");
        var failed = await host.FactAsync<StepFailed>(runId);
        Assert.Equal(TimeSpan.FromSeconds(45), failed.RetryAt - failed.At);
        await clock.PassAsync(failed.RetryAt!.Value, TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(runId));
    }

    [Fact]
    public async Task Should_say_cause_meaning_and_next_step_when_it_stays_away()
    {
        var clock = new ManualClock();
        var tools = new ScriptedTools().Read("list", _ => ScriptedTools.Fails(503, "Not now.", ",\"request_id\":\"3C1D\""));
        await using var model = await AskingAsync();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model, Clock = clock });

        var runId = await host.BeginChatAsync("List", "t");
        await PassAsync(host, clock, runId, attempt: 1, pause: 2);
        await PassAsync(host, clock, runId, attempt: 2, pause: 4);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(runId));
        var run = await host.GetAsync($"/runs/{runId}");
        const string Reason = "Not now. 503 Service unavailable. Next step: Wait for OCI recovery. Request id: 3C1D.";
        Assert.Equal(($"ERROR: {Reason} Tried 3 times.", 1), KeptLetters.Of(run.GetProperty("response").GetString()));
        Assert.Equal(Reason, run.GetProperty("steps")[0].GetProperty("reason").GetString());
        Assert.Equal(3, tools.Calls.Count);
    }

    private static async Task PassAsync(ScenarioHost host, ManualClock clock, string runId, int attempt, double pause)
    {
        var failed = await host.FactAsync<StepFailed>(runId, fact => fact.Attempt == attempt);
        Assert.InRange((failed.RetryAt!.Value - failed.At).TotalSeconds, pause * 0.75, pause * 1.25);
        await clock.PassAsync(failed.RetryAt.Value, TestContext.Current.CancellationToken);
    }

    private static Task<ModelStub> AskingAsync() => ModelStub.StartAsync(request => request.Results.Count == 0
        ? ModelReply.Asks(new StubCall("list", "{}"))
        : ModelReply.Says(request.Results[0].Text));
}
