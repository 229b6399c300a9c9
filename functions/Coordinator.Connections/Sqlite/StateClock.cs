namespace Coordinator.Connections.Sqlite;

/// <summary>The clock of a store in this process. It starts with the machine's and then only counts on: a machine whose clock is set meanwhile ends no lease early and none late.</summary>
internal sealed class StateClock(TimeProvider time)
{
    private readonly DateTimeOffset _opened = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    /// <summary>Microseconds since 1970.</summary>
    public long Now => Microseconds(_opened + time.GetElapsedTime(_started) - DateTimeOffset.UnixEpoch);

    public static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
