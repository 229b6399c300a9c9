namespace Coordinator.LocalHost.Journal;

/// <summary>Waiting for a moment. Timers have whole milliseconds: rounded down they would fire before it, again and again.</summary>
internal static class Pause
{
    /// <summary>Timers reach 49 days; a longer wait is taken in several.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <param name="due">Null: never.</param>
    public static Task UntilAsync(DateTimeOffset? due, TimeProvider time, CancellationToken cancellationToken)
    {
        if (due is not { } moment)
        {
            return Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        var left = TimeSpan.FromMilliseconds(Math.Ceiling((moment - time.GetUtcNow()).TotalMilliseconds));
        return Task.Delay(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, time, cancellationToken);
    }
}
