using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /mcp/servers</c> (runbook 1.1).</summary>
internal sealed class McpServersEndpoint(ShownServers servers)
{
    public async Task<IResult> GetAsync(HttpRequest request) => WebJson.Ok(new { Servers = await servers.ListAsync(request.HttpContext.RequestAborted) });
}
