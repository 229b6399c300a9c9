namespace Coordinator.LocalHost.Journal;

/// <summary>
/// Waiting for a moment. Timers have whole milliseconds: rounded down they would fire before it, again and again.
/// A wait that has run its time has reached its moment, whatever the machine's clock says then: it may have been set back.
/// </summary>
internal static class Pause
{
    /// <summary>Timers reach 49 days; a longer wait is taken in several.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <param name="due">Null: never.</param>
    /// <returns>The moment that was reached.</returns>
    public static async Task<DateTimeOffset> UntilAsync(DateTimeOffset? due, TimeProvider time, CancellationToken cancellationToken)
    {
        if (due is not { } moment)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return default;
        }

        var left = TimeSpan.FromMilliseconds(Math.Ceiling((moment - time.GetUtcNow()).TotalMilliseconds));
        await Task.Delay(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, time, cancellationToken);
        return left > Longest ? time.GetUtcNow() : moment;
    }
}
