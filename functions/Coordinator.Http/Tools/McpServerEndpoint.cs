using Coordinator.Core.Health;
using Coordinator.Core.Tools;
using Coordinator.Http.Access;
using Coordinator.Http.Health;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /mcp/servers/{id}</c>, <c>POST …/restart</c> (runbook 1.2).</summary>
internal sealed class McpServerEndpoint(ShownServers servers, ServersHealth health, ServerRestarts restarts, CoordinatorHttpOptions options, TimeProvider time)
{
    public Task<IResult> GetAsync(HttpRequest request) => UseAsync(request, async server => WebJson.Ok(await servers.ShowAsync(server, health.Of(server), request.HttpContext.RequestAborted)));

    /// <summary>Disconnects, waits 2 s, connects, and answers when that has ended: the outcome is in <c>status</c>. A server that takes very long is answered with 202.</summary>
    public Task<IResult> RestartAsync(HttpRequest request) => UseAsync(request, async server =>
    {
        try
        {
            var restart = await restarts.RestartAsync(server.Id, Caller.Of(request), CancellationToken.None).WaitAsync(options.AnswerWithin, time, request.HttpContext.RequestAborted);
            return WebJson.Ok(new
            {
                server.Id,
                Status = restart.Failure is null ? "connected" : "error",
                Error = restart.Failure?.Message,
                ToolCount = (await servers.FindAsync(server.Id, request.HttpContext.RequestAborted))?.ToolCount ?? 0,
                Seconds = Math.Round(restart.Took.TotalSeconds, 1),
            });
        }
        catch (TimeoutException)
        {
            return WebJson.Status(StatusCodes.Status202Accepted, new { server.Id, Status = "connecting", Error = (string?)null, ToolCount = 0, Seconds = Math.Round(options.AnswerWithin.TotalSeconds, 1) });
        }
    });

    private async Task<IResult> UseAsync(HttpRequest request, Func<ToolServerStatus, Task<IResult>> use)
    {
        var id = (string)request.RouteValues["id"]!;
        return await servers.FindAsync(id, request.HttpContext.RequestAborted) is { } server ? await use(server) : ShownServers.NotFound(id);
    }
}
