namespace Coordinator.Core.Failures;

/// <summary>What kind of thing went wrong. The failure policy decides from it whether and when to try again.</summary>
public enum FailureClass
{
    /// <summary>Not classified. Never retried blindly.</summary>
    Unknown,

    /// <summary>No connection, or it was cut.</summary>
    Network,

    /// <summary>Our own time limit ran out.</summary>
    Timeout,

    /// <summary>The run's time was up before our own limit ran out: says nothing of the other side, and leaves no time to try again.</summary>
    OutOfTime,

    /// <summary>HTTP 429 or its like: wait for Retry-After.</summary>
    RateLimited,

    /// <summary>HTTP 529: the provider is overloaded.</summary>
    Overloaded,

    /// <summary>HTTP 5xx.</summary>
    ServerError,

    /// <summary>HTTP 401 or a token that is missing, expired or revoked.</summary>
    Authentication,

    /// <summary>HTTP 403: known, but not allowed.</summary>
    Denied,

    /// <summary>The request itself is wrong (HTTP 400, unknown argument, malformed JSON).</summary>
    Validation,

    /// <summary>The thing asked for does not exist (HTTP 404, <c>channel_not_found</c>).</summary>
    NotFound,

    /// <summary>The tool ran and reported an error of its own (MCP <c>isError</c>).</summary>
    Tool,

    /// <summary>The other side does not speak the protocol (garbage, wrong version).</summary>
    Protocol,

    /// <summary>Not reachable at all: server missing or not configured.</summary>
    Unavailable,

    /// <summary>Not sent, as an open circuit or a full partition holds it back. Repeating it at once is what these are there to prevent.</summary>
    HeldBack,

    /// <summary>Stopped by a person.</summary>
    Cancelled,
}
