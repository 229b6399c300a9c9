using System.Text.Json.Serialization;

namespace Coordinator.Core.Health;

/// <summary>How a component is, as far as is known.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>It was not looked at yet: nothing is called healthy without data.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>The last check succeeded.</summary>
    [JsonStringEnumMemberName("healthy")] Healthy,

    /// <summary>It works with less than it should have, or its last one or two checks failed.</summary>
    [JsonStringEnumMemberName("degraded")] Degraded,

    /// <summary>Three checks in a row failed.</summary>
    [JsonStringEnumMemberName("unhealthy")] Unhealthy,

    /// <summary>It is being disconnected and connected anew.</summary>
    [JsonStringEnumMemberName("restarting")] Restarting,

    /// <summary>It is not part of this installation, which is no illness.</summary>
    [JsonStringEnumMemberName("not_configured")] NotConfigured,
}
