using Coordinator.TestKit.Signals;

namespace Coordinator.TestKit.Clocks;

/// <summary>The real time on a machine whose clock somebody sets: timers and measured spans go on as ever.</summary>
public sealed class SteppedClock : TimeProvider
{
    private long _offTicks;

    /// <summary>For how long somebody began to wait.</summary>
    public Happenings<TimeSpan> Timers { get; } = new();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offTicks));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Timers.Add(dueTime);
        return timer;
    }

    public void Step(TimeSpan by) => Interlocked.Add(ref _offTicks, by.Ticks);
}
