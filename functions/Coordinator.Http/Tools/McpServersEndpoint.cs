using Coordinator.Core.Tools;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /mcp/servers</c> (runbook 1.1).</summary>
internal sealed class McpServersEndpoint(IToolServers servers)
{
    public Task<IResult> GetAsync(HttpRequest request) => Task.FromResult(WebJson.Ok(new { servers.Servers }));
}
