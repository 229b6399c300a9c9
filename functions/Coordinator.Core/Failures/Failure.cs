namespace Coordinator.Core.Failures;

/// <summary>An expected failure of something outside: a value, not an exception.</summary>
/// <param name="Class">Decides about retries.</param>
/// <param name="Message">One sentence that a user and the model may see: no secrets, no stack trace.</param>
public sealed record Failure(FailureClass Class, string Message)
{
    /// <summary>How long the other side asked us to wait (Retry-After); null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False only when it is certain that the request never reached the other side or was refused before any work.</summary>
    public bool MaybeExecuted { get; init; }

    /// <summary>Set if the call was not sent as it stands in line: nothing has failed, it comes back for its place.</summary>
    public QueuePlace? Queue { get; init; }

    /// <summary>The other side's own code: an HTTP status, Slack's error word, a JSON-RPC code, a process exit code.</summary>
    public string? Code { get; init; }
}
