namespace Coordinator.Connections.Sqlite;

/// <summary>
/// Versions and tokens: each is higher than all before, whatever was deleted meanwhile. They follow the clock, so that those of a store that was emptied,
/// or of another store that takes over, differ from those given out before.
/// </summary>
internal sealed class StateNumbers(params ReadOnlySpan<long> given)
{
    private long _last = Highest(given);

    public long Next(long now) => _last = Math.Max(_last + 1, now);

    private static long Highest(ReadOnlySpan<long> numbers)
    {
        var highest = 0L;
        foreach (var number in numbers)
        {
            highest = Math.Max(highest, number);
        }

        return highest;
    }
}
