using System.Text.Json.Serialization;

namespace Coordinator.Http.Health;

/// <summary>One component of <c>GET /health</c>.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, <c>not_configured</c>; for Slack <c>connected</c> or <c>error</c>.</param>
/// <param name="Message">Shown with <c>?detail=true</c>; no secrets.</param>
internal sealed record ComponentHealth(string Status, string? Message = null)
{
    public const string Healthy = "healthy";
    public const string Degraded = "degraded";
    public const string Unhealthy = "unhealthy";

    /// <summary>Components that are named only when they fail, and without which nothing works.</summary>
    public const string RunMemory = "run_memory";
    public const string Configuration = "configuration";

    public static ComponentHealth NotConfigured { get; } = new("not_configured");

    /// <summary>What is not configured is not ill.</summary>
    [JsonIgnore]
    public bool IsIll => Status is Degraded or Unhealthy or "error";
}
