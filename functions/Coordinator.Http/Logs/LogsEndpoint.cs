using System.Globalization;
using Coordinator.Core.Telemetry;
using Coordinator.Http.Tools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Http.Logs;

/// <summary>
/// <c>GET /logs</c> and <c>GET /mcp/servers/{id}/logs</c>, both with <c>?lines=100&amp;contains=text&amp;after=…</c>: the last lines, or those after the page before.
/// </summary>
internal sealed class LogsEndpoint(ShownServers servers, IServiceProvider services)
{
    private const int MaxLines = 5000;

    public Task<IResult> GetAsync(HttpRequest request) => ReadAsync(request, null);

    public async Task<IResult> ServerAsync(HttpRequest request)
    {
        var id = (string)request.RouteValues["id"]!;
        return await servers.FindAsync(id, request.HttpContext.RequestAborted) is { } server ? await ReadAsync(request, server.Id) : ShownServers.NotFound(id);
    }

    private async Task<IResult> ReadAsync(HttpRequest request, string? server)
    {
        var lines = 100;
        if (request.Query.TryGetValue("lines", out var text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out lines) || lines is < 1 or > MaxLines))
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", $"lines must be a whole number from 1 to {MaxLines}.");
        }

        if (services.GetService<IHostLogs>() is not { } logs)
        {
            return Problems.Create(StatusCodes.Status404NotFound, "no-log-files", "This host keeps no log files",
                "A function app's log is in Application Insights (section 12 of the runbook has the queries); a local host that was started with --logs none writes to its console only.");
        }

        var page = await logs.ReadAsync(new LogQuery(server, lines, Text(request, "after"), Text(request, "contains")), request.HttpContext.RequestAborted);
        return WebJson.Ok(new { page.File, page.Lines, page.Next, page.IsCut });
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
}
