using Coordinator.Core.Resilience.ModelLimits;

namespace Coordinator.Core.Monitoring;

internal sealed class ModelLatency(ModelGuard guard) : IKeyMetricSource
{
    public Task<KeyMetric> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new KeyMetric(
        "llm_latency_p95", "Time in which 95 of 100 of the newest calls of the model were answered.", guard.Use.P95?.TotalSeconds, "s", 10, 30, IsShared: false));
}
