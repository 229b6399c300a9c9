using Coordinator.Core.Runs;
using Coordinator.LocalHost.Tests.Intake;
using Coordinator.TestKit.Signals;

namespace Coordinator.LocalHost.Tests.Journal;

/// <summary>A drain that is set and ended while the host runs.</summary>
public sealed class RunnerDrainTests
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Happenings<string> _begun = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_WhenItEnds_LetsHeldRunsGoOnWithAllTheirTime()
    {
        await using var stage = await StartAsync();
        await stage.AddAsync("r1");
        await _begun.WaitForAsync(_ => true);
        await stage.Drain.SetAsync(true, "ann", Token);
        await stage.AddAsync("r2");
        _release.SetResult();
        await stage.FactAsync<TurnTaken>("r1");
        await Eventually.Is(() => stage.Runner.Load.Active == 0);
        Assert.DoesNotContain(stage.Facts.All, happened => happened.Fact is ToolFinished || happened.RunId == "r2");

        // Longer than a run may take.
        stage.Clock.SetUtcNow(stage.Clock.Now.AddHours(3));
        await stage.Drain.SetAsync(false, "ann", Token);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r2"));
        Assert.Contains(stage.Facts.All, happened => happened is { RunId: "r1", Fact: RunResumed });
        Assert.Contains(stage.Facts.All, happened => happened is { RunId: "r1", Fact: ToolFinished { Outcome: ToolOutcomes.Succeeded } });
    }

    [Fact]
    public async Task Drain_OverAWaitThatRunsOut_HoldsTheRunUntilItsEnd()
    {
        await using var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = (context, turn, _) => Task.FromResult<RunFact?>(context.Request.RunId == "r1" && turn.Attempt == 1 ? stage.Steps.Fails(turn, TimeSpan.FromMinutes(1)) : null);
        await stage.AddAsync("r1");
        await stage.FactAsync<Core.Runs.StepFailed>("r1");
        await Eventually.Is(() => stage.Runner.Load is { Waiting: 1, Active: 0 });
        await stage.Drain.SetAsync(true, "ann", Token);
        stage.Clock.SetUtcNow(stage.Clock.Now.AddMinutes(2));
        await stage.AddAsync("r2");
        Assert.Equal((2, 0), (stage.Runner.Load.Unfinished, stage.Runner.Load.Active));

        await stage.Drain.SetAsync(false, "ann", Token);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r2"));
    }

    private async Task<RunnerStage> StartAsync()
    {
        var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = async (context, turn, cancellationToken) =>
        {
            _begun.Add(context.Request.RunId);
            await _release.Task.WaitAsync(cancellationToken);
            return turn.Turn == 1 && context.Request.RunId == "r1" ? stage.Steps.Asks(turn, "look") : null;
        };
        return stage;
    }
}
