namespace Coordinator.LocalHost.Journal;

/// <summary>
/// Waiting for a moment. Timers have whole milliseconds: rounded down they would fire before it, again and again.
/// A wait that has run its time has reached its moment, whatever the machine's clock says then: it may have been set back.
/// </summary>
internal static class Pause
{
    /// <summary>Timers reach 49 days; a longer wait is taken in several.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(1);

    /// <param name="due">Null: never.</param>
    /// <param name="now">Reads the clock that <paramref name="due"/> is of.</param>
    /// <returns>The moment that was reached.</returns>
    public static async Task<DateTimeOffset> UntilAsync(DateTimeOffset? due, Func<DateTimeOffset> now, TimeProvider time, CancellationToken cancellationToken)
    {
        if (due is not { } moment)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return default;
        }

        while (true)
        {
            var from = now();
            var left = TimeSpan.FromMilliseconds(Math.Ceiling((moment - from).TotalMilliseconds));
            var wait = Task.Delay(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, time, cancellationToken);

            // A timer runs for a span: what passed before it was set, a machine's sleep perhaps, must not be waited for again.
            if (now() - from < Unnoticed)
            {
                await wait;
                return left > Longest ? from + Longest : moment;
            }
        }
    }
}
