using System.Text.Json;
using Coordinator.Core.Audit;
using Coordinator.Core.Health;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Coordinator.Http.Resilience;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>PUT /mcp/servers/{id}/auto-restart</c> (runbook 6.3): <c>{"enabled": true}</c>, for all instances and until it is set again.</summary>
internal sealed class AutoRestartEndpoint(ShownServers servers, AutoRestartSwitches switches, SharedChange change, AuditLog audit)
{
    private const int MaxBytes = 1024;

    public async Task<IResult> PutAsync(HttpRequest request)
    {
        var id = (string)request.RouteValues["id"]!;
        if (await servers.FindAsync(id, request.HttpContext.RequestAborted) is not { } server)
        {
            return ShownServers.NotFound(id);
        }

        var body = await JsonBody.ReadAsync(request, MaxBytes, "enabled");
        if (body.Problem is { } problem)
        {
            return problem;
        }

        if (!body.Root.TryGetProperty("enabled", out var value) || value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", "Send {\"enabled\": true} or {\"enabled\": false}.");
        }

        var (component, enabled) = (HealthBoard.ComponentOf(server.Id), value.GetBoolean());
        try
        {
            await switches.SetAsync(component, enabled, request.HttpContext.RequestAborted);
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be written right now", exception.Message);
        }

        await audit.RecordAsync("auto_restart_set", server.Id, Caller.Of(request), enabled ? "on" : "off", CancellationToken.None);
        return await change.AnswerAsync(new { server.Id, Enabled = enabled, Effective = switches.IsOnFor(component) }, request.HttpContext.RequestAborted);
    }
}
