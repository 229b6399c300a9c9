namespace Coordinator.TestKit.Clocks;

/// <summary>The real time on a machine whose clock somebody sets: timers and measured spans go on as ever.</summary>
public sealed class SteppedClock : TimeProvider
{
    private long _offTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offTicks));

    public void Step(TimeSpan by) => Interlocked.Add(ref _offTicks, by.Ticks);
}
