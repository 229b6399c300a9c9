using Coordinator.Core.Health;

namespace Coordinator.Core.Monitoring;

internal sealed class HealthCheckFailures(HealthBoard board) : IKeyMetricSource
{
    public Task<KeyMetric> ReadAsync(CancellationToken cancellationToken)
    {
        var states = board.All.Values.ToList();
        double? most = states.Count == 0 ? null : states.Max(state => state.ConsecutiveFailures);
        return Task.FromResult(new KeyMetric("health_check_failures", "Checks in a row that the worst component has failed.", most, "", 2, 3, IsShared: false));
    }
}
