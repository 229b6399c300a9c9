using System.Diagnostics.Metrics;
using Coordinator.Core.Monitoring;
using Microsoft.AspNetCore.Http;
using Prometheus;

namespace Coordinator.Http.Monitoring;

/// <summary><c>GET /metrics</c>: all meters <c>coordinator…</c> of this host in the text format of Prometheus.</summary>
internal sealed class MetricsEndpoint : IDisposable
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";

    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly KeyMetrics _metrics;
    private readonly IDisposable _listening;

    public MetricsEndpoint(KeyMetrics metrics, IMeterFactory meters)
    {
        _metrics = metrics;
        _listening = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = _registry,
            MetricFactory = Prometheus.Metrics.WithCustomRegistry(_registry),
            InstrumentFilterPredicate = instrument => instrument.Meter.Scope == meters && instrument.Meter.Name.StartsWith(KeyMetrics.MeterName, StringComparison.Ordinal),
        });
    }

    public async Task<IResult> GetAsync(HttpRequest request)
    {
        await _metrics.ReadAsync(request.HttpContext.RequestAborted);
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text, request.HttpContext.RequestAborted);
        return TypedResults.Bytes(text.ToArray(), TextFormat);
    }

    public void Dispose() => _listening.Dispose();
}
