using Coordinator.Core.Failures;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>
/// When a circuit opens and closes. Pure. Only a probe closes an open circuit: calls that were sent before it opened may still end well or badly, and say nothing of the server as it is now.
/// </summary>
public static class BreakerPolicy
{
    /// <summary>Is it the server's condition that failed, rather than this very call?</summary>
    public static bool Counts(FailureClass failureClass) => failureClass is FailureClass.Network or FailureClass.Timeout or FailureClass.ServerError
        or FailureClass.Overloaded or FailureClass.Protocol or FailureClass.Unavailable;

    /// <summary>It ended for a reason of our own: that says nothing of the server.</summary>
    public static bool SaysNothing(FailureClass failureClass) => failureClass is FailureClass.Cancelled or FailureClass.HeldBack or FailureClass.OutOfTime;

    public static Circuit Failed(Circuit circuit, string error, BreakerOptions options, DateTimeOffset now)
    {
        if (circuit.Status != CircuitStatus.Closed)
        {
            return circuit;
        }

        var failed = circuit with { Failures = circuit.Failures + 1, Error = error };
        return failed.Failures < options.Threshold ? failed : Opened(failed, options, now);
    }

    public static Circuit Succeeded(Circuit circuit) => circuit.Status == CircuitStatus.Closed ? circuit with { Failures = 0, Error = null } : circuit;

    /// <param name="token">Of the lease that makes it the only probe; they only grow.</param>
    public static Circuit ProbeStarted(Circuit circuit, long token) =>
        circuit.Status == CircuitStatus.Closed ? circuit : circuit with { Status = CircuitStatus.HalfOpen, Probe = token };

    /// <param name="error">Null: the server answered.</param>
    public static Circuit ProbeEnded(Circuit circuit, long token, string? error, BreakerOptions options, DateTimeOffset now)
    {
        if (circuit.Status != CircuitStatus.HalfOpen || circuit.Probe != token)
        {
            return circuit;
        }

        return error is null ? Circuit.Closed with { Probe = token } : Opened(circuit with { Failures = circuit.Failures + 1, Error = error }, options, now);
    }

    /// <summary>
    /// A health check was answered. A server that answers it may still fail each call, so the circuit closes on trial: the first call that counts as a failure opens it again.
    /// </summary>
    public static Circuit ProbeAnswered(Circuit circuit, long token, BreakerOptions options) =>
        circuit.Status == CircuitStatus.HalfOpen && circuit.Probe == token ? Circuit.Closed with { Probe = token, Failures = options.Threshold - 1, Error = circuit.Error } : circuit;

    /// <summary>It ended without saying how the server is (the run was stopped): the next call may probe at once.</summary>
    public static Circuit ProbeGivenUp(Circuit circuit, long token) =>
        circuit.Status == CircuitStatus.HalfOpen && circuit.Probe == token ? circuit with { Status = CircuitStatus.Open } : circuit;

    private static Circuit Opened(Circuit circuit, BreakerOptions options, DateTimeOffset now) => circuit with
    {
        Status = CircuitStatus.Open,
        OpenedAt = circuit.OpenedAt ?? now,
        RetryAt = now + options.OpenFor,
    };
}
