using Coordinator.Connections.Mcp;
using Coordinator.Core.Audit;
using Coordinator.Core.Registrations;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Tools;

/// <summary><c>DELETE /mcp/servers/{id}</c>: a server that registered itself is let go. Calls on it end in peace.</summary>
internal sealed partial class McpRemoveEndpoint(ServerRegistrations registrations, McpServersConfig configured, ServerTraces traces, ShownServers servers, AuditLog audit, ILogger<McpRemoveEndpoint> logger)
{
    public async Task<IResult> DeleteAsync(HttpRequest request)
    {
        var id = (string)request.RouteValues["id"]!;
        var cancellationToken = request.HttpContext.RequestAborted;
        var isConfigured = configured.Servers.Any(server => server.Id == id);
        if (isConfigured && (await registrations.CurrentAsync(cancellationToken)).Find(id)?.Server is null)
        {
            return Problems.Create(StatusCodes.Status409Conflict, "server-configured", "This server is in the configuration", $"'{id}' did not register itself. To be rid of it, set enabled: false in mcp-servers.yaml.");
        }

        RegistrationChange change;
        try
        {
            change = await registrations.RemoveAsync(id, Caller.Of(request), cancellationToken);
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be written right now", $"{exception.Message} Remove it again when /health says that it is back.");
        }

        return change.Outcome switch
        {
            RegistrationOutcome.Removed => await EndAsync(id, isConfigured, request),
            RegistrationOutcome.Foreign => Problems.Create(StatusCodes.Status409Conflict, "newer-version", "A newer version keeps the registrations", "Another instance runs a newer version of the coordinator: remove it there."),
            _ => ShownServers.NotFound(id),
        };
    }

    private async Task<IResult> EndAsync(string id, bool isConfigured, HttpRequest request)
    {
        await audit.RecordAsync("server_removed", id, Caller.Of(request), null, CancellationToken.None);
        try
        {
            // The session goes first: what still uses it would leave traces anew.
            await servers.FindAsync(id, CancellationToken.None);
            if (!isConfigured)
            {
                await traces.ForgetAsync(id, CancellationToken.None);
            }
        }
        catch (StateStoreException exception)
        {
            LogTraces(id, exception);
        }

        return WebJson.Ok(new { Id = id, Status = "removed" });
    }

    [LoggerMessage(LogLevel.Warning, "server_removed_with_traces server={Server} its circuit and accepted tools could not be deleted")]
    private partial void LogTraces(string server, Exception exception);
}
