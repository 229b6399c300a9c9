namespace Coordinator.Core.Health;

/// <summary>What this process knows of one component.</summary>
public sealed record ComponentState
{
    public static readonly ComponentState Unknown = new();

    public HealthStatus Status { get; init; }

    /// <summary>For operators; no secrets.</summary>
    public string? Message { get; init; }

    /// <summary>When the last check ended; null: there was none.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>What the last check took.</summary>
    public TimeSpan? Latency { get; init; }

    public int ConsecutiveFailures { get; init; }

    public DateTimeOffset? LastHealthy { get; init; }

    /// <summary>By this process, since it started.</summary>
    public int Restarts { get; init; }
}
