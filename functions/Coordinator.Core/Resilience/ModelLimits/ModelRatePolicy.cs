namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>Whether a provider may be asked now. Pure.</summary>
public static class ModelRatePolicy
{
    /// <summary>A clock that is ahead must not stop everyone for longer than a provider would.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>Takes a request out of the bucket; or says how long to wait, and takes nothing.</summary>
    public static (ModelRate Rate, TimeSpan? Wait) Take(ModelRate rate, ModelRateOptions options, DateTimeOffset now)
    {
        var current = Flowed(rate, options, now);
        var wait = Longest(
            current.PausedUntil - now ?? TimeSpan.Zero,
            options.RequestsPerMinute > 0 ? Until(current.Requests + 1 - options.RequestsPerMinute, options.RequestsPerMinute) : TimeSpan.Zero,
            options.TokensPerMinute > 0 ? Until(current.Tokens - options.TokensPerMinute, options.TokensPerMinute) : TimeSpan.Zero);
        return wait > TimeSpan.Zero ? (rate, wait) : (current with { Requests = current.Requests + 1 }, null);
    }

    public static ModelRate Used(ModelRate rate, long tokens, ModelRateOptions options, DateTimeOffset now)
    {
        var current = Flowed(rate, options, now);
        return current with { Tokens = current.Tokens + tokens };
    }

    /// <summary>The provider refused a request and said when to come again: that holds for everyone.</summary>
    public static ModelRate Refused(ModelRate rate, TimeSpan retryAfter, DateTimeOffset now)
    {
        var until = now + (retryAfter < LongestPause ? retryAfter : LongestPause);
        return rate.PausedUntil >= until ? rate : rate with { PausedUntil = until };
    }

    private static ModelRate Flowed(ModelRate rate, ModelRateOptions options, DateTimeOffset now)
    {
        var minutes = Math.Clamp((now - rate.At).TotalMinutes, 0, 1e6);
        return rate with
        {
            Requests = Math.Max(0, rate.Requests - (minutes * options.RequestsPerMinute)),
            Tokens = Math.Max(0, rate.Tokens - (minutes * options.TokensPerMinute)),
            At = now > rate.At ? now : rate.At,
            PausedUntil = rate.PausedUntil > now && rate.PausedUntil <= now + LongestPause ? rate.PausedUntil : null,
        };
    }

    private static TimeSpan Until(double tooMuch, int perMinute) => TimeSpan.FromMinutes(Math.Max(0, tooMuch) / perMinute);

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan> spans)
    {
        var longest = TimeSpan.Zero;
        foreach (var span in spans)
        {
            longest = span > longest ? span : longest;
        }

        return longest;
    }
}
