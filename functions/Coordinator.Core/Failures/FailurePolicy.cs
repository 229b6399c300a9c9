namespace Coordinator.Core.Failures;

/// <summary>What a step does when it fails: the only place that knows what is tried again, and when.</summary>
public static class FailurePolicy
{
    /// <summary>Longest pause between two attempts, unless the other side asks for more.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(4);

    /// <summary>Longest wait that is granted to a Retry-After.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>The pause before the next attempt; null gives up.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="budget">Attempts granted to this kind of step.</param>
    /// <param name="jitter">0 to 1, spreads retries of many runs over half the pause.</param>
    public static TimeSpan? RetryAfter(Failure failure, int attempt, RetryBudget budget, double jitter)
    {
        if (attempt >= AttemptsFor(failure.Class, budget))
        {
            return null;
        }

        if (failure.RetryAfter is { } asked)
        {
            return asked > MaxRetryAfter ? null : asked;
        }

        var seconds = Math.Min(Math.Pow(2, attempt), MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.75 + (0.5 * jitter)));
    }

    /// <summary>The dead letter's type (runbook 5): what a search or a retry by type goes by.</summary>
    public static string TypeOf(FailureClass failureClass, string stepType) => failureClass switch
    {
        FailureClass.Timeout or FailureClass.OutOfTime => "timeout",
        FailureClass.Authentication => "authentication",
        FailureClass.RateLimited or FailureClass.Overloaded => "rate_limit",
        FailureClass.Validation => "validation",
        _ => stepType,
    };

    private static int AttemptsFor(FailureClass failureClass, RetryBudget budget) => failureClass switch
    {
        FailureClass.Network or FailureClass.RateLimited or FailureClass.Overloaded or FailureClass.ServerError
            or FailureClass.Unavailable => budget.Attempts,
        FailureClass.Timeout or FailureClass.Protocol => budget.DoubtfulAttempts,
        _ => 1,
    };
}
