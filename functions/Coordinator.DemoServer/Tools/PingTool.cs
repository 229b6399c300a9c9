using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

internal sealed class PingTool(ReadContext context) : ReadTool(
    new ToolCard("oci_ping", "Ping", "Lightweight health check: answers if the server and its simulated tenancy are usable."), context)
{
    protected override ToolAnswer Look(Tenancy tenancy, ToolArguments arguments) => new Pong("ok", "coordinator-demo-server", true, Now);

    private sealed record Pong(string Status, string Server, bool Simulated, DateTimeOffset Timestamp) : ToolAnswer("ping");
}
