using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Signals;

namespace Coordinator.LocalHost.Tests.Journal;

public sealed class RunnerLoadTests
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Happenings<string> _begun = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_WhenThereAreManyAtOnce_AreCarriedOutABoundedNumberAtATime()
    {
        await using var stage = await RunnerStage.StartAsync(new RunnerOptions { ActiveRuns = 2, StopWithin = TimeSpan.Zero });
        var (underWay, most) = (0, 0);
        stage.Steps.Turn = async (context, _, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            _begun.Add(context.Request.RunId);
            await _release.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref underWay);
            return null;
        };
        foreach (var number in Enumerable.Range(1, 6))
        {
            await stage.AddAsync($"r{number}");
        }

        await _begun.WaitForAsync(_ => true, 2);
        _release.SetResult();
        foreach (var number in Enumerable.Range(1, 6))
        {
            Assert.Equal(RunStatus.Answered, await stage.EndAsync($"r{number}"));
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Runs_OfOneThreadAtOnce_AreCarriedOutInTheOrderOfTheJournal()
    {
        await using var stage = await RunnerStage.StartAsync();
        await Task.WhenAll(Enumerable.Range(1, 50).Select(number => Task.Run(() => stage.AddAsync($"r{number}", "thread"), Token)));
        var arrived = (await stage.Memory.ListRunsAsync(new RunQuery { OldestFirst = true }, Token)).Select(run => run.Request.RunId).ToList();
        foreach (var runId in arrived)
        {
            Assert.Equal(RunStatus.Answered, await stage.EndAsync(runId));
        }

        Assert.Equal(arrived, stage.Facts.All.Where(happened => happened.Fact is RunStarted).Select(happened => happened.RunId));
    }

    [Fact]
    public async Task Runs_WhenTheyWait_LeaveTheirPlaceToOthers()
    {
        await using var stage = await RunnerStage.StartAsync(new RunnerOptions { ActiveRuns = 1, StopWithin = TimeSpan.Zero });
        stage.Steps.Turn = (context, turn, _) => Task.FromResult<RunFact?>(context.Request.RunId == "r1" ? stage.Steps.Fails(turn, TimeSpan.FromHours(1)) : null);
        await stage.AddAsync("r1");
        await stage.AddAsync("r2");
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r2"));
        Assert.DoesNotContain(stage.Facts.All, happened => happened.RunId == "r1" && happened.Fact is RunFinished);
    }

    [Fact]
    public async Task Drain_WhenAStepIsUnderWay_LetsItEndAndStartsNothingMore()
    {
        await using var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = async (context, turn, cancellationToken) =>
        {
            _begun.Add(context.Request.RunId);
            await _release.Task.WaitAsync(cancellationToken);
            return turn.Turn == 1 ? stage.Steps.Asks(turn, "look") : null;
        };
        await stage.AddAsync("r1");
        await _begun.WaitForAsync(_ => true);
        await stage.Drain.SetAsync(true, "ann", Token);
        await stage.AddAsync("r2");
        _release.SetResult();
        await stage.FactAsync<TurnTaken>("r1");
        await stage.RestartAsync(() =>
        {
            Assert.DoesNotContain(stage.Facts.All, happened => happened.Fact is ToolFinished);
            Assert.DoesNotContain(stage.Facts.All, happened => happened.RunId == "r2");
        });
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r2"));
    }

    [Fact]
    public async Task StopAsync_WhenAStepDoesNotEndInTime_GivesItUpWithoutATrace()
    {
        await using var stage = await RunnerStage.StartAsync(new RunnerOptions { StopWithin = TimeSpan.FromMilliseconds(1) });
        stage.Steps.Turn = async (context, turn, cancellationToken) =>
        {
            _begun.Add(context.Request.RunId);
            if (_begun.All.Count == 1)
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    // What a step throws when its services are taken away is not the run's failure.
                    throw new ObjectDisposedException("connection");
                }
            }

            return null;
        };
        await stage.AddAsync("r1");
        await _begun.WaitForAsync(_ => true);
        await stage.RestartAsync();
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
        Assert.DoesNotContain(stage.Facts.All, happened => happened.Fact is StepFailed);
        Assert.Single(stage.Facts.All, happened => happened.Fact is RunResumed);
    }

    [Fact]
    public async Task Runs_OfOneThread_KeepTheirOrderOverARestart()
    {
        await using var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = async (context, _, cancellationToken) =>
        {
            _begun.Add(context.Request.RunId);
            await _release.Task.WaitAsync(cancellationToken);
            return null;
        };
        foreach (var id in new[] { "r1", "r2", "r3" })
        {
            await stage.AddAsync(id, "t");
        }

        await _begun.WaitForAsync(_ => true);
        await stage.RestartAsync(_release.SetResult);
        await stage.EndAsync("r3");
        Assert.Equal(["r1", "r2", "r3"], stage.Facts.All.Where(happened => happened.Fact is RunFinished).Select(happened => happened.RunId));
    }
}
