using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Core.Health;

namespace Coordinator.Http.Health;

/// <summary>One component of <c>GET /health</c>. What a check knows is shown with <c>?detail=true</c>.</summary>
/// <param name="Status">A word of <see cref="HealthStatus"/>; for Slack <c>connected</c> or <c>error</c>.</param>
/// <param name="Message">Shown with <c>?detail=true</c>; no secrets.</param>
internal sealed record ComponentHealth(string Status, string? Message = null)
{
    public const string Healthy = "healthy";
    public const string Degraded = "degraded";
    public const string Unhealthy = "unhealthy";
    public const string Unknown = "unknown";

    /// <summary>Components that are named only when they fail, and without which nothing works.</summary>
    public const string RunMemory = "run_memory";
    public const string Configuration = "configuration";

    public static ComponentHealth NotConfigured { get; } = new("not_configured");

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastCheck { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LatencyMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ConsecutiveFailures { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastHealthy { get; init; }

    /// <summary>By this process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Restarts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AutoRestart { get; init; }

    /// <summary>Shown with <c>?detail=true</c> only, and part of another component.</summary>
    [JsonIgnore]
    public bool IsDetail { get; init; }

    /// <summary>What is not configured, or was not looked at yet, is not ill.</summary>
    [JsonIgnore]
    public bool IsIll => Status is Degraded or Unhealthy or "error" or "restarting";

    public static ComponentHealth Of(ComponentState state) => new(WordOf(state.Status), state.Message)
    {
        LastCheck = state.LastCheck,
        LatencyMs = state.Latency is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : null,
        ConsecutiveFailures = state.LastCheck is null ? null : state.ConsecutiveFailures,
        LastHealthy = state.LastHealthy,
        Restarts = state.Restarts,
    };

    public static string WordOf(HealthStatus status) => JsonSerializer.SerializeToElement(status).GetString()!;
}
