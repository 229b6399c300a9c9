using Coordinator.DemoServer.Tools;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer;

/// <summary>Notices that the client has closed stdin. The session ends after its last answer, so none may be withheld any longer.</summary>
internal sealed class ClientWatch(ITransport transport, WithheldAnswer withheld) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await transport.MessageReader.Completion.WaitAsync(stoppingToken);
        withheld.ReleaseAll();
    }
}
