namespace Coordinator.Connections.Blobs;

/// <summary>
/// Numbers runs in the order of their arrival: microseconds since 2020, and never the same twice from one process. Two processes can give the same number within one microsecond;
/// their runs are still two. The numbers stay below 2^53 until the year 2305, so that browsers can page by them.
/// </summary>
internal sealed class RunSequence(TimeProvider time)
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long last;

    public long Next()
    {
        while (true)
        {
            var before = Volatile.Read(ref last);
            var next = Math.Max(before + 1, At(time.GetUtcNow()));
            if (Interlocked.CompareExchange(ref last, next, before) == before)
                return next;
        }
    }

    public static long At(DateTimeOffset time) => Math.Max(0, (time - Start).Ticks / TimeSpan.TicksPerMicrosecond);
}
