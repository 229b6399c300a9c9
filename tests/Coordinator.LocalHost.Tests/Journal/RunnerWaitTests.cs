using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Clocks;

namespace Coordinator.LocalHost.Tests.Journal;

public sealed class RunnerWaitTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARun_WhenItsRetryIsFarAway_LeavesMemoryAndGoesOnThen()
    {
        await using var stage = await StartWaitingAsync();
        await stage.Clock.ReachAsync(stage.Clock.Now + Hour, Token);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
    }

    [Fact]
    public async Task ARun_WhenItWaitsOverARestart_GoesOnAtItsTime()
    {
        await using var stage = await StartWaitingAsync();
        var due = stage.Clock.Now + Hour;
        await stage.Clock.WaitForTimerAsync(due, Token);
        Assert.Equal((1, 1, 0), stage.Runner.Load);
        var before = 0;
        await stage.RestartAsync(() =>
        {
            stage.Clock.Advance(Hour / 2);
            before = stage.Clock.Timers;
        });
        Assert.Equal((1, 1, 0), stage.Runner.Load);
        await stage.Clock.ReachAsync(due, Token, before);
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
    }

    [Fact]
    public async Task ARun_WhenItsTimeCameWhileTheProcessWasAway_GoesOnAtOnce()
    {
        await using var stage = await StartWaitingAsync();
        await stage.RestartAsync(() => stage.Clock.Advance(2 * Hour));
        Assert.Equal(RunStatus.Answered, await stage.EndAsync("r1"));
    }

    [Fact]
    public async Task Stop_WhenTheRunWaits_WakesIt()
    {
        await using var stage = await StartWaitingAsync();
        await stage.StopRunAsync("r1");
        Assert.Equal(RunStatus.Stopped, await stage.EndAsync("r1"));
    }

    [Fact]
    public async Task Stop_WhenTheRunIsJustDecidingToWait_IsNotLost()
    {
        var clock = new AskedClock();
        await using var stage = await RunnerStage.StartAsync(clock: clock);
        stage.Steps.Turn = (_, turn, _) =>
        {
            clock.OnLeaving = () =>
            {
                Assert.True(stage.Memory.AddToInboxAsync(new InboxItem("r1", "stop", InboxItem.Stop, "ann", clock.Start), Token).Wait(TimeSpan.FromMinutes(1), Token));
                stage.Runner.Wake("r1");
            };
            return Task.FromResult<RunFact?>(stage.Steps.Fails(turn, Hour));
        };
        await stage.AddAsync("r1");
        Assert.Equal(RunStatus.Stopped, await stage.EndAsync("r1"));
    }

    private static async Task<RunnerStage> StartWaitingAsync()
    {
        var stage = await RunnerStage.StartAsync();
        stage.Steps.Turn = (_, turn, _) => Task.FromResult<RunFact?>(turn.Attempt == 1 ? stage.Steps.Fails(turn, Hour) : null);
        await stage.AddAsync("r1");
        await stage.FactAsync<StepFailed>("r1");
        return stage;
    }

    /// <summary>Lets a test act when a run has read its inbox and asks for the time once more, to see whether it leaves.</summary>
    private sealed class AskedClock : ManualClock
    {
        private const string Leaving = $"{nameof(RunLoop)}.PauseOf";

        private Action? _onLeaving;

        public Action? OnLeaving
        {
            set => Volatile.Write(ref _onLeaving, value);
        }

        public override DateTimeOffset GetUtcNow()
        {
            if (Volatile.Read(ref _onLeaving) is not null && Environment.StackTrace.Contains(Leaving, StringComparison.Ordinal))
            {
                Interlocked.Exchange(ref _onLeaving, null)?.Invoke();
            }

            return base.GetUtcNow();
        }
    }
}
