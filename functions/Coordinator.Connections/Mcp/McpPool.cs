using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>The sessions of all servers, configured and registered.</summary>
public sealed class McpPool : IToolServers, IServerSessions, IAsyncDisposable
{
    private readonly McpServerSet _servers;
    private IReadOnlyList<ToolDefinition> _tools = [];

    /// <param name="generations">Tells of restarts; null: there are none.</param>
    /// <param name="registrations">Tells of servers that registered themselves; null: there are none.</param>
    public McpPool(McpServersConfig config, TimeProvider time, ILoggerFactory loggers, ServerGenerations? generations = null, McpRegistrations? registrations = null) =>
        _servers = new McpServerSet(config, time, loggers, generations, registrations);

    public IReadOnlyList<ToolServerStatus> Servers => [.. _servers.Now.Select(server => server.Status)];

    /// <summary>Opens all sessions side by side; those that fail show it in <see cref="Servers"/>.</summary>
    public async Task ConnectAllAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll((await _servers.CurrentAsync(cancellationToken)).Select(server => server.ConnectAsync(cancellationToken)));

    /// <summary>The limit of a call of this tool, as its server's configuration or registration says.</summary>
    public TimeSpan TimeLimitOf(ToolDefinition tool) => _servers.TimeLimitOf(tool);

    /// <summary>Gives the same list object as long as nothing changed.</summary>
    public async Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken)
    {
        var servers = await _servers.CurrentAsync(cancellationToken);
        var lists = await Task.WhenAll(servers.Select(server => server.ListToolsAsync(cancellationToken).AsTask()));
        var tools = lists.SelectMany(list => list).ToList();
        var known = _tools;
        if (known.Count != tools.Count || !known.Zip(tools).All(pair => ReferenceEquals(pair.First, pair.Second)))
        {
            _tools = known = tools;
        }

        return known;
    }

    public async Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) =>
        await _servers.FindAsync(call.Server, cancellationToken) is { } server ? await server.CallAsync(call, progress, cancellationToken) : Missing(call.Server);

    public async Task<Failure?> CheckAsync(string server, CancellationToken cancellationToken) =>
        await _servers.FindAsync(server, cancellationToken) is { } known ? await known.CheckAsync(cancellationToken) : Missing(server);

    public async Task<Failure?> RestartAsync(string server, string generation, TimeSpan pause, CancellationToken cancellationToken) =>
        await _servers.FindAsync(server, cancellationToken) is { } known ? await known.RestartAsync(generation, pause, cancellationToken) : Missing(server);

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    private static Failure Missing(string server) => new(FailureClass.NotFound, $"There is no server '{server}', or it is switched off.");
}
