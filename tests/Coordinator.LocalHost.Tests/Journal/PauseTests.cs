using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Signals;

namespace Coordinator.LocalHost.Tests.Journal;

public sealed class PauseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UntilAsync_WhenItsMomentHasCome_IsThere()
    {
        var clock = new ManualClock();
        var due = clock.Now.AddSeconds(30);
        var pause = Pause.UntilAsync(due, () => clock.Now, clock, Token);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(pause.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(due, await pause.SoonAsync());
    }

    [Fact]
    public async Task UntilAsync_WhenTimePassesBeforeItsTimerIsSet_DoesNotWaitForThatAgain()
    {
        var clock = new LateTimers();
        var due = clock.Now.AddSeconds(30);
        var pause = Pause.UntilAsync(due, () => clock.Now, clock, Token);
        clock.SetUtcNow(due);
        Assert.Equal(due, await pause.SoonAsync());
    }

    [Fact]
    public async Task UntilAsync_WhenTheClockIsSetBack_IsThereAfterTheSameSpan()
    {
        var clock = new ManualClock();
        var (due, set) = (clock.Now.AddSeconds(30), TimeSpan.Zero);
        var pause = Pause.UntilAsync(due, () => clock.Now + set, clock, Token);
        set = TimeSpan.FromMinutes(-10);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(due, await pause.SoonAsync());
    }

    [Fact]
    public async Task UntilAsync_WhenItIsLongerThanATimer_IsTakenInSeveral()
    {
        var clock = new ManualClock();
        var due = clock.Now.AddDays(100);
        var pause = Pause.UntilAsync(due, () => clock.Now, clock, Token);
        clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(due.AddDays(-60), await pause.SoonAsync());
    }

    /// <summary>The process is held up for ten seconds between reading the time and setting its first timer.</summary>
    private sealed class LateTimers : ManualClock
    {
        private bool _wasLate;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (!_wasLate)
            {
                _wasLate = true;
                Advance(TimeSpan.FromSeconds(10));
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
