using Coordinator.Core.Failures;

namespace Coordinator.Core.Health;

/// <summary>What one look at a component found.</summary>
public sealed record CheckResult
{
    private CheckResult(HealthStatus status, string? message) => (Status, Message) = (status, message);

    /// <summary>Healthy, degraded, unhealthy (it failed) or not configured.</summary>
    public HealthStatus Status { get; }

    /// <summary>For operators; no secrets.</summary>
    public string? Message { get; }

    /// <summary>Why the check failed; null: it did not.</summary>
    public Failure? Failure { get; private init; }

    public static CheckResult Healthy(string? message = null) => new(HealthStatus.Healthy, message);

    /// <summary>It answers, and says itself that something is missing.</summary>
    public static CheckResult Degraded(string message) => new(HealthStatus.Degraded, message);

    public static CheckResult NotConfigured(string? message = null) => new(HealthStatus.NotConfigured, message);

    public static CheckResult Failed(Failure failure) => new(HealthStatus.Unhealthy, failure.Message) { Failure = failure };
}
