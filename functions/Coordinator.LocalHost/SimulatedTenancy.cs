using Coordinator.OciServer.Simulation;

namespace Coordinator.LocalHost;

/// <summary>Plays Oracle Cloud beside the host, for as long as it runs.</summary>
internal sealed partial class SimulatedTenancy(SimulationOptions options, TimeProvider clock, ILogger<SimulatedTenancy> logger) : IHostedService, IAsyncDisposable
{
    private SimulationApp? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _app = SimulationApp.Open(options, clock, clock);
        await _app.StartAsync(cancellationToken);
        LogStarted(_app.Address, options.Folder);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "simulated_tenancy_started address={Address} folder={Folder}")]
    private partial void LogStarted(Uri address, string folder);
}
