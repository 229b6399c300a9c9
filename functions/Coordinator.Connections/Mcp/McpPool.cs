using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>The sessions of all configured servers.</summary>
public sealed class McpPool : IToolServers, IServerSessions, IAsyncDisposable
{
    private readonly Dictionary<string, McpServer> _servers;
    private readonly McpTransports _transports;
    private IReadOnlyList<ToolDefinition> _tools = [];

    /// <param name="generations">Tells of restarts; null: there are none.</param>
    public McpPool(McpServersConfig config, TimeProvider time, ILoggerFactory loggers, ServerGenerations? generations = null)
    {
        _transports = new McpTransports(time);
        _servers = config.Servers.Where(server => server.Enabled)
            .ToDictionary(server => server.Id, server => new McpServer(server, _transports, generations, time, loggers.CreateLogger($"mcp.{server.Id}")), StringComparer.Ordinal);
    }

    public IReadOnlyList<ToolServerStatus> Servers => [.. _servers.Values.Select(server => server.Status)];

    /// <summary>Opens all sessions side by side; those that fail show it in <see cref="Servers"/>.</summary>
    public Task ConnectAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_servers.Values.Select(server => server.ConnectAsync(cancellationToken)));

    /// <summary>Gives the same list object as long as nothing changed.</summary>
    public async Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(_servers.Values.Select(server => server.ListToolsAsync(cancellationToken).AsTask()));
        var tools = lists.SelectMany(list => list).ToList();
        var known = _tools;
        if (known.Count != tools.Count || !known.Zip(tools).All(pair => ReferenceEquals(pair.First, pair.Second)))
        {
            _tools = known = tools;
        }

        return known;
    }

    public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) =>
        _servers.TryGetValue(call.Server, out var server)
            ? server.CallAsync(call, progress, cancellationToken)
            : Task.FromResult<Outcome<ToolResult>>(Missing(call.Server));

    public Task<Failure?> CheckAsync(string server, CancellationToken cancellationToken) =>
        _servers.TryGetValue(server, out var known) ? known.CheckAsync(cancellationToken) : Task.FromResult<Failure?>(Missing(server));

    public Task<Failure?> RestartAsync(string server, string generation, TimeSpan pause, CancellationToken cancellationToken) =>
        _servers.TryGetValue(server, out var known) ? known.RestartAsync(generation, pause, cancellationToken) : Task.FromResult<Failure?>(Missing(server));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Values.Select(server => server.DisposeAsync().AsTask()));
        _transports.Dispose();
    }

    private static Failure Missing(string server) => new(FailureClass.NotFound, $"There is no server '{server}', or it is switched off.");
}
