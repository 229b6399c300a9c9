namespace Coordinator.Core.Monitoring;

/// <summary>The higher, the worse.</summary>
public enum MetricStatus
{
    Ok,

    /// <summary>Nothing has happened yet.</summary>
    Unknown,

    Warning,

    Critical,
}
