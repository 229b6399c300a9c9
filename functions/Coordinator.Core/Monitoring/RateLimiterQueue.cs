using Coordinator.Core.Resilience.Bulkhead;

namespace Coordinator.Core.Monitoring;

internal sealed class RateLimiterQueue(Bulkheads bulkheads) : IKeyMetricSource
{
    public async Task<KeyMetric> ReadAsync(CancellationToken cancellationToken) => new(
        "rate_limiter_queue", "Calls of the model that stand in line.", (await bulkheads.ReadAsync(bulkheads.Plan.Model, cancellationToken)).Waiting, "", 10, 20, IsShared: true);
}
