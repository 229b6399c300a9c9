using Coordinator.Core.Runs;
using Coordinator.TestKit.Signals;

namespace Coordinator.LocalHost.Tests.Journal;

/// <summary>Somebody stops a run with a step under way.</summary>
public sealed class RunnerStopTests
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_WhenAToolIsUnderWay_CancelsItAndReportsWhatItBrought()
    {
        await using var stage = await StartAsync();
        stage.Steps.Tool = async (context, call, cancellationToken) =>
        {
            _begun.TrySetResult();
            var stopped = new TaskCompletionSource();
            await using var registration = context.Stop.Register(stopped.SetResult);
            await stopped.Task.WaitAsync(cancellationToken);
            return stage.Steps.Finished(call, ToolOutcomes.Cancelled);
        };
        await stage.AddAsync("r1");
        await _begun.Task.SoonAsync();
        await stage.StopRunAsync("r1");
        Assert.Equal(RunStatus.Stopped, await stage.EndAsync("r1"));
        Assert.Equal(ToolOutcomes.Cancelled, (await stage.FactAsync<ToolFinished>("r1")).Outcome);
    }

    [Fact]
    public async Task Stop_WhenAToolDoesNotListen_ReportsAfterTenSecondsAndIgnoresWhatComesLater()
    {
        await using var stage = await StartAsync();
        stage.Steps.Tool = async (_, call, _) =>
        {
            _begun.TrySetResult();
            await _release.Task;
            return stage.Steps.Finished(call, ToolOutcomes.Succeeded);
        };
        await stage.AddAsync("r1");
        await _begun.Task.SoonAsync();
        var asked = stage.Clock.Now;
        await stage.StopRunAsync("r1");
        await stage.FactAsync<InboxRead>("r1");
        await stage.Clock.ReachAsync(asked.AddSeconds(10), Token);
        Assert.Equal(RunStatus.Stopped, await stage.EndAsync("r1"));
        Assert.Equal(ToolOutcomes.Cancelled, (await stage.FactAsync<ToolFinished>("r1")).Outcome);
        _release.SetResult();
        await stage.RestartAsync();
        Assert.Single(stage.Facts.All, happened => happened.Fact is ToolFinished);
    }

    [Fact]
    public async Task Stop_WhenTheRunHasNotBegun_StopsItWithoutATurn()
    {
        await using var stage = await StartAsync();
        stage.Steps.Tool = async (_, call, cancellationToken) =>
        {
            _begun.TrySetResult();
            await _release.Task.WaitAsync(cancellationToken);
            return stage.Steps.Finished(call, ToolOutcomes.Succeeded);
        };
        await stage.AddAsync("r1", "t");
        await stage.AddAsync("r2", "t");
        await _begun.Task.SoonAsync();
        await stage.StopRunAsync("r2");
        _release.SetResult();
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.Equal(RunStatus.Stopped, await stage.EndAsync("r2"));
        Assert.DoesNotContain(stage.Facts.All, happened => happened.RunId == "r2" && happened.Fact is TurnTaken);
    }

    private static async Task<RunnerStage> StartAsync()
    {
        var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = (_, turn, _) => Task.FromResult<RunFact?>(turn.Turn == 1 ? stage.Steps.Asks(turn, "look") : null);
        return stage;
    }
}
