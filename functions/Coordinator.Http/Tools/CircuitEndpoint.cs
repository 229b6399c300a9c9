using Coordinator.Core.Audit;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Http.Resilience;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET</c> and <c>DELETE /mcp/servers/{id}/circuit</c> (runbook 1.3).</summary>
internal sealed class CircuitEndpoint(Circuits circuits, ShownServers servers, SharedChange change, AuditLog audit)
{
    public async Task<IResult> GetAsync(HttpRequest request) => await UseAsync(request, async server =>
        WebJson.Ok(Shown(server, await circuits.ReadAsync(server, request.HttpContext.RequestAborted))));

    public async Task<IResult> ResetAsync(HttpRequest request) => await UseAsync(request, async server =>
    {
        await circuits.ResetAsync(server, request.HttpContext.RequestAborted);
        await audit.RecordAsync("circuit_reset", server, Caller.Of(request), null, CancellationToken.None);
        return await change.AnswerAsync(Shown(server, CircuitDocument.Closed), request.HttpContext.RequestAborted);
    });

    private async Task<IResult> UseAsync(HttpRequest request, Func<string, Task<IResult>> use)
    {
        var id = (string)request.RouteValues["id"]!;
        return await servers.FindAsync(id, request.HttpContext.RequestAborted) is null ? ShownServers.NotFound(id) : await use(id);
    }

    private static object Shown(string server, CircuitDocument circuits) => new { ServerId = server, Read = Shown(circuits.Read), Write = Shown(circuits.Write) };

    private static object Shown(Circuit circuit) => new
    {
        State = circuit.Status,
        CircuitOpen = circuit.Status != CircuitStatus.Closed,
        FailureCount = circuit.Failures,
        OpenUntil = circuit.Status == CircuitStatus.Closed ? null : circuit.RetryAt,
        LastError = circuit.Error,
    };
}
