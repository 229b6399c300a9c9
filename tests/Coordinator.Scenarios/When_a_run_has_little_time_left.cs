using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Scenarios;

/// <summary>Defect 15: limits inside each other added up to more than the run had. A run of one minute works for 54 s; the rest is for its answer.</summary>
public sealed class When_a_run_has_little_time_left
{
    private static readonly Dictionary<string, string> OneMinute = new() { ["RUN_DEADLINE_MINUTES"] = "1", ["ALLOW_MUTATIONS"] = "true" };

    private readonly TaskCompletionSource _isUnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_cut_a_slow_tool_to_what_is_left_and_still_answer()
    {
        var clock = new ManualClock();
        var tools = new ScriptedTools();
        tools.Read("scan", (call, cancelled) => HangAsync(call, clock, cancelled));
        await using var model = await AskingAsync("scan");
        await using var host = await StartAsync(tools, model, clock, new ToolRule(false), "scan");
        var begun = clock.Now;

        var runId = await host.BeginChatAsync("Scan everything", "t");
        await _isUnderWay.Task.SoonAsync();
        await clock.ReachAsync(begun.AddSeconds(54), Token);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(runId));
        var run = await host.GetAsync($"/runs/{runId}");
        Assert.Equal(
            ("ERROR: Tool call timed out: 'scan' took longer than 54 s. It was cut short, as this run's time was up. Next step: Ask for less, or raise RUN_DEADLINE_MINUTES.\n\n_This run has used its 1 minute._", 1),
            KeptLetters.Of(run.GetProperty("response").GetString()));
        Assert.Equal(54, Assert.Single(tools.Calls).TimeLimit.TotalSeconds);
        Assert.True(clock.Now < begun.AddMinutes(1));
        var circuit = await host.GetAsync("/mcp/servers/scripted/circuit");
        Assert.Equal(0, circuit.GetProperty("read").GetProperty("failure_count").GetInt32());
    }

    [Fact]
    public async Task Should_cut_a_slow_model_and_still_get_an_answer()
    {
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(request => request.Messages.Any(message => message.Text.Contains("Answer now", StringComparison.Ordinal))
            ? ModelReply.Says("That is all I have.")
            : new ModelReply { Delivery = Delivery.Hang });
        await using var host = await StartAsync(new ScriptedTools(), model, clock, new ToolRule(false), "none");
        var begun = clock.Now;

        var runId = await host.BeginChatAsync("Think", "t");
        await clock.ReachAsync(begun.AddSeconds(54), Token);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(runId));
        Assert.StartsWith("That is all I have.", (await host.GetAsync($"/runs/{runId}")).GetProperty("response").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Whoever finds the announced write waits no longer than it can be under way.</summary>
    [Fact]
    public async Task Should_announce_a_write_with_the_limit_that_it_really_has()
    {
        var clock = new ManualClock();
        var tools = new ScriptedTools();
        tools.Write("stop", (call, cancelled) => HangAsync(call, clock, cancelled));
        await using var model = await AskingAsync("stop");
        await using var host = await StartAsync(tools, model, clock, new ToolRule(true), "stop");
        var begun = clock.Now;

        var runId = await host.BeginChatAsync("Stop it", "t");
        await _isUnderWay.Task.SoonAsync();
        var announced = Assert.Single(await host.Services.GetRequiredService<IRunMemory>().ReadEffectsAsync(runId, Token));
        Assert.Equal((EffectStatus.Intended, begun.AddSeconds(54)), (announced.Status, announced.Deadline));
        await clock.ReachAsync(begun.AddSeconds(54), Token);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(runId));
        var step = (await host.GetAsync($"/runs/{runId}")).GetProperty("steps")[0];
        Assert.Equal("unknown", step.GetProperty("outcome").GetString());
        Assert.Single(tools.Calls);
    }

    /// <summary>What the real pool does with a call's limit.</summary>
    private async Task<Outcome<ToolResult>> HangAsync(ToolCall call, ManualClock clock, CancellationToken cancelled)
    {
        using var limit = new CancellationTokenSource(call.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancelled);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = either.Token.Register(() => ended.TrySetResult());
        _isUnderWay.TrySetResult();
        await ended.Task;
        cancelled.ThrowIfCancellationRequested();
        return new Failure(FailureClass.Timeout, $"Tool call timed out: '{call.Tool}' took longer than {call.TimeLimit.TotalSeconds:0} s.") { MaybeExecuted = true };
    }

    private static Task<ModelStub> AskingAsync(string tool) => ModelStub.StartAsync(request => request.Results.Count == 0
        ? ModelReply.Asks(new StubCall(tool, "{}"))
        : ModelReply.Says(request.Results[0].Text));

    private static Task<ScenarioHost> StartAsync(ScriptedTools tools, ModelStub model, ManualClock clock, ToolRule rule, string tool) => ScenarioHost.StartAsync(new ScenarioPlan
    {
        Tools = tools, Model = model, Clock = clock, Settings = OneMinute, Policy = ScenarioPlan.PolicyOf(tool, rule, TimeSpan.FromSeconds(300)), StopWithin = TimeSpan.Zero,
    });
}
