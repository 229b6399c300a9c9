using Coordinator.Connections.Slack.Sockets;
using Coordinator.Core.Failures;
using Coordinator.Http.Hosting;

namespace Coordinator.LocalHost;

/// <summary>Slack's connections, from when the host serves until it stops.</summary>
internal sealed class SocketModeLoop(SocketMode sockets, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.ServingAsync(stoppingToken);
            await sockets.RunAsync(stoppingToken);
        }
        catch (Exception exception) when (exception.IsCausedBy(stoppingToken))
        {
            // Thrown on, it would be taken for a fault where the host never got to run.
        }
    }
}
