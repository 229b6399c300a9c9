using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Monitoring;

internal sealed class OpenCircuits(IToolServers servers, Circuits circuits) : IKeyMetricSource
{
    public async Task<KeyMetric> ReadAsync(CancellationToken cancellationToken)
    {
        var documents = await Task.WhenAll(servers.Servers.Select(server => circuits.ReadAsync(server.Id, cancellationToken)));
        var open = documents.Count(document => document.Read.Status != CircuitStatus.Closed || document.Write.Status != CircuitStatus.Closed);
        return new KeyMetric("circuit_breakers_open", "Servers with an open or half-open circuit.", open, "", 1, 2, IsShared: true);
    }
}
