using Coordinator.Core.Registrations;
using Coordinator.Core.Tools;
using Coordinator.Http.Health;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary>The servers as the API shows them, with those that were registered on another instance a second ago.</summary>
internal sealed class ShownServers(IToolServers servers, ServerRegistrations registrations)
{
    public static IResult NotFound(string id) =>
        Problems.Create(StatusCodes.Status404NotFound, "server-not-found", "No such MCP server", $"There is no server '{id}'. GET /mcp/servers lists them.");

    public async Task<ToolServerStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await registrations.CurrentAsync(cancellationToken);
        return servers.Servers.FirstOrDefault(server => server.Id == id);
    }

    public async Task<IEnumerable<object>> ListAsync(CancellationToken cancellationToken)
    {
        var known = await registrations.CurrentAsync(cancellationToken);
        return servers.Servers.Select(server => new
        {
            server.Id,
            server.Status,
            server.ToolCount,
            server.Transport,
            Source = SourceOf(server),
            Registration = WordOf(known.Find(server.Id)),
            known.Find(server.Id)?.RegisteredAt,
            server.Domains,
            server.Error,
            server.ProtocolVersion,
            server.ConnectedAt,
            server.Manifest,
        });
    }

    public async Task<object> ShowAsync(ToolServerStatus server, ComponentHealth health, CancellationToken cancellationToken)
    {
        var registration = (await registrations.CurrentAsync(cancellationToken)).Find(server.Id);
        return new
        {
            server.Id,
            server.Status,
            server.ToolCount,
            server.Transport,
            Source = SourceOf(server),
            server.Domains,
            server.Error,
            server.ProtocolVersion,
            server.ConnectedAt,
            Registration = new
            {
                Status = WordOf(registration),
                registration?.RegisteredAt,
                registration?.By,
                registration?.Server?.Url,
                registration?.Server?.Description,
                registration?.Server?.TimeoutSeconds,
                registration?.Server?.TokenEnv,
                Metadata = registration is null ? null : await registrations.ReadMetadataAsync(server.Id, cancellationToken),
            },
            Health = health,
        };
    }

    private static string SourceOf(ToolServerStatus server) => server.IsRegistered ? "registered" : "configured";

    /// <summary>In the words of runbook 1.4.</summary>
    private static string WordOf(Registration? registration) => registration is null ? "not registered" : "registered";
}
