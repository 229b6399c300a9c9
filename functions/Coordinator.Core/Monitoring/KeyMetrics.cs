using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Monitoring;

/// <summary>
/// The five figures of runbook 11.1, read when somebody asks; meter <c>coordinator</c> has a gauge for each, with the value that was read last.
/// One that cannot be read does not keep the others from being shown.
/// </summary>
public sealed partial class KeyMetrics
{
    public const string MeterName = "coordinator";

    private readonly IReadOnlyList<IKeyMetricSource> _sources;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, double> _values = new();
    private readonly Meter _meter;

    public KeyMetrics(IEnumerable<IKeyMetricSource> sources, IMeterFactory meters, ILogger<KeyMetrics> logger) =>
        (_sources, _meter, _logger) = ([.. sources], meters.Create(MeterName), logger);

    public async Task<IReadOnlyList<KeyMetric>> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(_sources.Select(source => ReadAsync(source, cancellationToken)));
        var metrics = read.OfType<KeyMetric>().ToList();
        foreach (var metric in metrics.Where(metric => metric.Value is not null))
        {
            Keep(metric, metric.Value!.Value);
        }

        return metrics;
    }

    private async Task<KeyMetric?> ReadAsync(IKeyMetricSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogNotRead(source.GetType().Name, exception);
            return null;
        }
    }

    private void Keep(KeyMetric metric, double value)
    {
        if (!_values.TryAdd(metric.Name, value))
        {
            _values[metric.Name] = value;
            return;
        }

        _meter.CreateObservableGauge(metric.Name, () => _values[metric.Name], metric.Unit, metric.Meaning);
    }

    [LoggerMessage(LogLevel.Warning, "metric_not_read source={Source}")]
    private partial void LogNotRead(string source, Exception exception);
}
