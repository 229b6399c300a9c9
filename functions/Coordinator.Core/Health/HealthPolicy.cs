namespace Coordinator.Core.Health;

/// <summary>What a component is called after a check. Pure.</summary>
public static class HealthPolicy
{
    /// <summary>Failed checks in a row that make a component unhealthy (original-system 2.13).</summary>
    public const int FailureThreshold = 3;

    public static ComponentState Checked(ComponentState before, CheckResult result, TimeSpan latency, DateTimeOffset now)
    {
        if (before.Status == HealthStatus.Restarting)
        {
            // It was asked before the restart began.
            return before;
        }

        var failures = result.Failure is null ? 0 : before.ConsecutiveFailures + 1;
        return before with
        {
            Status = result.Failure is null ? result.Status : failures < FailureThreshold ? HealthStatus.Degraded : HealthStatus.Unhealthy,
            Message = result.Message,
            LastCheck = now,
            Latency = latency,
            ConsecutiveFailures = failures,
            LastHealthy = result.Status == HealthStatus.Healthy ? now : before.LastHealthy,
        };
    }

    public static ComponentState RestartBegun(ComponentState before, string message) =>
        before with { Status = HealthStatus.Restarting, Message = message, Restarts = before.Restarts + 1 };

    /// <summary>Connecting is as good as a check.</summary>
    public static ComponentState RestartEnded(ComponentState before, CheckResult result, TimeSpan latency, DateTimeOffset now) =>
        Checked(before with { Status = HealthStatus.Unknown }, result, latency, now);
}
