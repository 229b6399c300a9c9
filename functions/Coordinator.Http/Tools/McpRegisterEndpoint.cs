using Coordinator.Connections.Mcp;
using Coordinator.Core.Audit;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Registrations;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>POST /mcp/servers</c>: an MCP server registers itself, or says that it is there (runbook 1.4).</summary>
internal sealed class McpRegisterEndpoint(ServerRegistrations registrations, RegistrationOptions options, McpServersConfig configured, IServerSessions sessions, AuditLog audit, TimeProvider time)
{
    /// <summary>Whoever registers is told whether it can be reached; one that takes longer is connected to all the same.</summary>
    public static readonly TimeSpan ConnectsWithin = TimeSpan.FromSeconds(10);

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var body = await RegistrationBody.ReadAsync(request);
        if (body.Problem is { } problem)
        {
            return problem;
        }

        try
        {
            return configured.Servers.FirstOrDefault(server => server.Id == body.Id) is { } server
                ? await NoteAsync(server, body, request)
                : await RegisterAsync(body, request);
        }
        catch (StateStoreException exception)
        {
            return Problems.Create(StatusCodes.Status503ServiceUnavailable, "state-unavailable", "Shared state cannot be written right now", $"{exception.Message} Register again when /health says that it is back.");
        }
    }

    private async Task<IResult> RegisterAsync(RegistrationBody body, HttpRequest request)
    {
        if (body.Server is not { } server)
        {
            return Problems.Create(StatusCodes.Status400BadRequest, "invalid-field", "A field is not valid", $"'url' is missing: '{body.Id}' is not in mcp-servers.yaml, so its address has to be given.");
        }

        if (RegistrationPolicy.Refuse(server, options) is { } refusal)
        {
            return refusal.Type == "invalid-field"
                ? Problems.Create(StatusCodes.Status400BadRequest, refusal.Type, "A field is not valid", refusal.Message)
                : Problems.Create(StatusCodes.Status403Forbidden, refusal.Type, "This cannot be registered here", refusal.Message);
        }

        var change = await registrations.RegisterAsync(body.Id, server, Caller.Of(request), request.HttpContext.RequestAborted);
        if (change.Outcome is RegistrationOutcome.Full or RegistrationOutcome.Foreign)
        {
            return Refused(change.Outcome);
        }

        await KeepAsync(body, change, request);
        return await AnswerAsync(body.Id, change, request.HttpContext.RequestAborted);
    }

    /// <summary>The configuration has the last word: it says where the server is, and nothing of that is changed.</summary>
    private async Task<IResult> NoteAsync(McpServerConfig server, RegistrationBody body, HttpRequest request)
    {
        if (!server.Enabled)
        {
            return Configured($"'{server.Id}' is switched off in mcp-servers.yaml. Set enabled: true there.");
        }

        if (body.Server is { } other && server.Url is { } url && !(Uri.TryCreate(other.Url, UriKind.Absolute, out var said) && said == url))
        {
            return Configured($"'{server.Id}' is in mcp-servers.yaml with another address. Change it there, or register under another id.");
        }

        var change = await registrations.NoteAsync(server.Id, Caller.Of(request), request.HttpContext.RequestAborted);
        if (change.Outcome == RegistrationOutcome.Foreign)
        {
            return Refused(change.Outcome);
        }

        await KeepAsync(body, change, request);
        var status = sessions.Servers.FirstOrDefault(known => known.Id == server.Id);
        return WebJson.Ok(new { server.Id, Status = "already configured", Connection = status?.Status, ToolCount = status?.ToolCount ?? 0, change.Current?.RegisteredAt, status?.Error });
    }

    private async Task KeepAsync(RegistrationBody body, RegistrationChange change, HttpRequest request)
    {
        if (body.Metadata is { } metadata)
        {
            await registrations.WriteMetadataAsync(body.Id, metadata, request.HttpContext.RequestAborted);
        }

        if (change.Outcome is RegistrationOutcome.Added or RegistrationOutcome.Replaced)
        {
            var detail = change.Current?.Server is { } server ? $"url={server.Url}{(server.TokenEnv is null ? "" : $" token_env={server.TokenEnv}")}" : "it is in mcp-servers.yaml";
            await audit.RecordAsync(change.Outcome == RegistrationOutcome.Added ? "server_registered" : "server_registration_changed", body.Id, Caller.Of(request), detail, CancellationToken.None);
        }
    }

    private async Task<IResult> AnswerAsync(string id, RegistrationChange change, CancellationToken cancellationToken)
    {
        Failure? failure = null;
        var isConnecting = false;
        try
        {
            failure = await sessions.CheckAsync(id, cancellationToken).WaitAsync(ConnectsWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            isConnecting = true;
        }

        return WebJson.Status(change.Outcome == RegistrationOutcome.Added ? StatusCodes.Status201Created : StatusCodes.Status200OK, new
        {
            Id = id,
            Status = failure is not null ? "error" : isConnecting ? "registered" : "connected",
            ToolCount = sessions.Servers.FirstOrDefault(server => server.Id == id)?.ToolCount ?? 0,
            change.Current?.RegisteredAt,
            Error = failure?.Message,
        });
    }

    private static IResult Refused(RegistrationOutcome outcome) => outcome == RegistrationOutcome.Full
        ? Problems.Create(StatusCodes.Status409Conflict, "registration-limit", "Too many servers are registered", $"At most {RegistrationsDocument.Most} servers can be registered. Remove one (DELETE /mcp/servers/{{id}}), or write servers that stay into mcp-servers.yaml.")
        : Problems.Create(StatusCodes.Status409Conflict, "newer-version", "A newer version keeps the registrations", "Another instance runs a newer version of the coordinator: register there.");

    private static IResult Configured(string detail) => Problems.Create(StatusCodes.Status409Conflict, "server-configured", "This server is in the configuration", detail);
}
