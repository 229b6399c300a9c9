using System.Text.Json;
using Coordinator.Core.Audit;
using Coordinator.Core.Health;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Http.Access;
using Coordinator.Http.Health;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /mcp/servers/{id}</c>, <c>POST …/restart</c> (runbook 1.2), <c>PUT …/auto-restart</c> (runbook 6.3).</summary>
internal sealed class McpServerEndpoint(ShownServers servers, ServersHealth health, ServerRestarts restarts, AutoRestartSwitches switches, AuditLog audit, CoordinatorHttpOptions options, TimeProvider time)
{
    private const int MaxBytes = 1024;

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

    /// <summary><c>{"enabled": true}</c>, for all instances and until it is set again.</summary>
    public Task<IResult> SetAutoRestartAsync(HttpRequest request) => UseAsync(request, async server =>
    {
        var body = await JsonBody.ReadAsync(request, MaxBytes);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (!body.Root.TryGetProperty("enabled", out var value) || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", "Send {\"enabled\": true} or {\"enabled\": false}.");
        }

        var enabled = value.GetBoolean();
        try
        {
            await switches.SetAsync(HealthBoard.ComponentOf(server.Id), enabled, request.HttpContext.RequestAborted);
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be written right now", exception.Message);
        }

        await audit.RecordAsync("auto_restart_set", server.Id, Caller.Of(request), enabled ? "on" : "off", CancellationToken.None);
        return WebJson.Ok(new { server.Id, Enabled = enabled, Effective = switches.IsOnFor(HealthBoard.ComponentOf(server.Id)) });
    });

    private async Task<IResult> UseAsync(HttpRequest request, Func<ToolServerStatus, Task<IResult>> use)
    {
        var id = (string)request.RouteValues["id"]!;
        return await servers.FindAsync(id, request.HttpContext.RequestAborted) is { } server ? await use(server) : ShownServers.NotFound(id);
    }
}
