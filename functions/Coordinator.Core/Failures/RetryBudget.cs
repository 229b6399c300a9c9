namespace Coordinator.Core.Failures;

/// <summary>How many attempts a kind of step gets.</summary>
/// <param name="Attempts">Where the cause usually passes: network, rate limit, overload, 5xx.</param>
/// <param name="DoubtfulAttempts">Where repeating helps rarely: an answer that makes no sense, a request that used up its time.</param>
public sealed record RetryBudget(int Attempts, int DoubtfulAttempts)
{
    /// <summary>Runbook 9.1: at most 5.</summary>
    public static readonly RetryBudget Model = new(5, 2);

    /// <summary>A person is waiting, and the model can answer from elsewhere.</summary>
    public static readonly RetryBudget Tool = new(3, 2);

    /// <summary>About 8 minutes, so that a short outage of Slack loses no answer. A lost post is looked for before it is repeated, so a timeout is no worse than a refusal.</summary>
    public static readonly RetryBudget Reply = new(8, 8);

    /// <summary>Everything else.</summary>
    public static readonly RetryBudget Other = new(5, 2);
}
