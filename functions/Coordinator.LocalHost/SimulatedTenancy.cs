using Coordinator.OciServer.Simulation;

namespace Coordinator.LocalHost;

/// <summary>Plays Oracle Cloud beside the host, for as long as it runs.</summary>
internal sealed partial class SimulatedTenancy(SimulationOptions options, NewKeys keys, TimeProvider clock, ILogger<SimulatedTenancy> logger) : IHostedService, IAsyncDisposable
{
    private Task<SimulationApp>? _opening;

    /// <summary>Beside what else a start does.</summary>
    public void Open() => _opening ??= Task.Run(() => SimulationApp.Open(options, clock, clock, keys));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        var app = await _opening!.WaitAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        LogStarted(app.Address, options.Folder);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _opening is { IsCompletedSuccessfully: true } opened ? opened.Result.StopAsync(cancellationToken) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _opening, null) is not { } opening)
        {
            return;
        }

        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening).DisposeAsync();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "simulated_tenancy_started address={Address} folder={Folder}")]
    private partial void LogStarted(Uri address, string folder);
}
