using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Tests.Execution;

/// <summary>After a restart runs go on while tool servers are still coming up.</summary>
public sealed class ToolServerAwayTests
{
    [Fact]
    public async Task CallTool_WhenItsServerIsComingUp_WaitsWithoutUsingUpAnAttempt()
    {
        using var bench = new ToolBench(connected: false);
        var waiting = Assert.IsType<StepFailed>(await bench.CallAsync());
        Assert.True(waiting.Waited);
        Assert.True(waiting.RetryAt > bench.Clock.GetUtcNow());

        bench.IsConnected = true;
        Assert.Equal(ToolOutcomes.Succeeded, Assert.IsType<ToolFinished>(await bench.CallAsync(attempt: 2, waits: 1)).Outcome);
    }

    [Fact]
    public async Task CallTool_WhenItsServerStaysAway_IsRefusedInTheEnd()
    {
        using var bench = new ToolBench(connected: false);
        var refused = Assert.IsType<ToolFinished>(await bench.CallAsync(attempt: 5, waits: 4));
        Assert.Equal(ToolOutcomes.Refused, refused.Outcome);
        Assert.Contains("Not connected right now: one", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallTool_WhenItWasSentBeforeTheCrashAndIsRefusedNow_IsUnknown()
    {
        using var bench = new ToolBench(mutations: false);
        await bench.AnnouncedBeforeAsync();
        Assert.Equal(ToolOutcomes.Unknown, Assert.IsType<ToolFinished>(await bench.CallAsync()).Outcome);
        var effect = Assert.Single(await bench.Memory.ReadEffectsAsync("r1", TestContext.Current.CancellationToken));
        Assert.Equal(EffectStatus.Unknown, effect.Status);
    }

    [Fact]
    public async Task CallTool_WhenAnEarlierLifeMayStillBeMakingIt_WaitsWithoutUsingUpAnAttempt()
    {
        using var bench = new ToolBench();
        await bench.AnnouncedBeforeAsync();
        Assert.True(Assert.IsType<StepFailed>(await bench.CallAsync()).Waited);
    }

    [Fact]
    public async Task CallTool_WhenItFailsAfterWaiting_HasAllItsAttempts()
    {
        using var bench = new ToolBench { Answer = () => new Failure(FailureClass.Network, "cut") };
        Assert.NotNull(Assert.IsType<StepFailed>(await bench.CallAsync(attempt: 5, waits: 4)).RetryAt);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<ToolFinished>(await bench.CallAsync(attempt: 7, waits: 4));
    }

    [Fact]
    public void Next_WhenACallWaited_CountsThatApart()
    {
        var at = DateTimeOffset.UnixEpoch;
        var state = RunState.Fold(
        [
            new RunStarted(RunPolicy.Version, new RunLimitsOptions().ToLimits()) { At = at },
            new MessageRouted(MessageRouted.ToModel, null) { At = at },
            new TurnTaken(1, [new RequestedCall(ToolBench.Tool, "d")]) { At = at },
            new StepFailed("tool:1.0", 2, FailureClass.Network, "cut", at) { At = at },
            new StepFailed("tool:1.0", 1, FailureClass.Unavailable, "coming up", at) { At = at, Waited = true },
        ]);
        var request = new RunRequest { RunId = "r1", ThreadKey = "t1", Actor = new Actor("chat", "", "u1"), Text = "", ReceivedAt = at };
        var call = Assert.IsType<CallTool>(Assert.Single(RunPolicy.Next(request, state, at)));
        Assert.Equal((3, 1, 2), (call.Attempt, call.Waits, call.Try));
    }
}
