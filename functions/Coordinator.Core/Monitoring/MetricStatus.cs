namespace Coordinator.Core.Monitoring;

/// <summary>The higher, the worse.</summary>
public enum MetricStatus
{
    Ok,

    /// <summary>It cannot be read now, or nothing has happened yet.</summary>
    Unknown,

    Warning,

    Critical,
}
