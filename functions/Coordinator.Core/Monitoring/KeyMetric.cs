namespace Coordinator.Core.Monitoring;

/// <summary>A figure that an operator watches, with the limits of runbook 11.1.</summary>
/// <param name="Name">In snake case; <c>coordinator_</c> before it gives the name in Prometheus.</param>
/// <param name="Value">Null: nothing is known of it yet.</param>
/// <param name="Unit"><c>s</c>, or empty for a count.</param>
/// <param name="IsShared">True: of all instances, else of this one.</param>
public sealed record KeyMetric(string Name, string Meaning, double? Value, string Unit, double WarningAbove, double CriticalAbove, bool IsShared)
{
    public MetricStatus Status => Value switch
    {
        null => MetricStatus.Unknown,
        var value when value > CriticalAbove => MetricStatus.Critical,
        var value when value > WarningAbove => MetricStatus.Warning,
        _ => MetricStatus.Ok,
    };
}
