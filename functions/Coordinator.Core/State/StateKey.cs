namespace Coordinator.Core.State;

/// <summary>What every store refuses in the same way, before it does anything.</summary>
public static class StateKey
{
    public static string Check(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key;
    }

    public static void CheckTimeToLive(TimeSpan? timeToLive)
    {
        if (timeToLive is { } span)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.FromMilliseconds(1), nameof(timeToLive));
        }
    }

    public static double CheckScore(double score) =>
        double.IsNaN(score) ? throw new ArgumentOutOfRangeException(nameof(score), score, "A score is a number.") : score;

    public static IndexQuery CheckQuery(IndexQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take);
        CheckScore(query.From);
        CheckScore(query.To);
        return query;
    }
}
