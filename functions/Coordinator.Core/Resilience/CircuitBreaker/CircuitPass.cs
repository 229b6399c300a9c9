namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>Whether a call may be sent; whoever was let through reports how it ended.</summary>
public sealed record CircuitPass
{
    private CircuitPass(string server, CallKind kind) => (Server, Kind) = (server, kind);

    public string Server { get; }

    public CallKind Kind { get; }

    public bool IsAllowed { get; private init; }

    /// <summary>About when a call will be let through to see how the server is.</summary>
    public DateTimeOffset? RetryAt { get; private init; }

    /// <summary>Holder and token of the lease that makes this call the one probe; null: an ordinary call.</summary>
    internal (string Holder, long Token)? Probe { get; private init; }

    /// <summary>It is a health check: that one succeeds says less than that a call does.</summary>
    internal bool IsCheck { get; private init; }

    public static CircuitPass Allowed(string server, CallKind kind) => new(server, kind) { IsAllowed = true };

    public static CircuitPass Probing(string server, CallKind kind, string holder, long token) => new(server, kind) { IsAllowed = true, Probe = (holder, token) };

    public static CircuitPass Rejected(string server, CallKind kind, DateTimeOffset? retryAt) => new(server, kind) { RetryAt = retryAt };

    internal CircuitPass OfCheck() => new(Server, Kind) { IsAllowed = IsAllowed, Probe = Probe, IsCheck = true };
}
