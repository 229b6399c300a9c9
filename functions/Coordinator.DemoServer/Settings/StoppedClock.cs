namespace Coordinator.DemoServer.Settings;

/// <summary>Always the same moment, for answers that must not change from run to run; timers still run.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
