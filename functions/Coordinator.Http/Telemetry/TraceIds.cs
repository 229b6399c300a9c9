using System.Diagnostics;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Http.Telemetry;

/// <summary>Runs have trace ids also while nobody exports spans: for the log, and for MCP servers that do.</summary>
internal sealed class TraceIds : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == RunTrace.SourceName,
        Sample = (ref _) => ActivitySamplingResult.PropagationData,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
