namespace Coordinator.Core.Monitoring;

/// <summary>Reads one figure.</summary>
public interface IKeyMetricSource
{
    Task<KeyMetric> ReadAsync(CancellationToken cancellationToken);
}
