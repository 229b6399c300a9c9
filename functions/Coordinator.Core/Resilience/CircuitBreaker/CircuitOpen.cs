using System.Globalization;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>What the model and the user hear of a call that an open circuit refused (runbook 1.2).</summary>
public static class CircuitOpen
{
    public const string Words = "Server temporarily unavailable";

    public static Failure FailureOf(CircuitPass pass, DateTimeOffset now) => pass.RetryAt is { } retryAt && retryAt > now
        ? new Failure(FailureClass.HeldBack, string.Create(CultureInfo.InvariantCulture, $"{Words}. '{pass.Server}' is tried again at {retryAt.UtcDateTime:HH:mm:ss} UTC.")) { RetryAfter = retryAt - now }
        : new Failure(FailureClass.HeldBack, $"{Words}. '{pass.Server}' is being tried again right now.");
}
