using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>The sessions of all configured servers.</summary>
public sealed class McpPool : IToolServers, IAsyncDisposable
{
    private readonly Dictionary<string, McpServer> _servers;
    private readonly McpTransports _transports;
    private IReadOnlyList<ToolDefinition> _tools = [];

    public McpPool(McpServersConfig config, TimeProvider time, ILoggerFactory loggers)
    {
        _transports = new McpTransports(time);
        _servers = config.Servers.Where(server => server.Enabled)
            .ToDictionary(server => server.Id, server => new McpServer(server, _transports, time, loggers.CreateLogger($"mcp.{server.Id}")), StringComparer.Ordinal);
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
            : Task.FromResult<Outcome<ToolResult>>(new Failure(FailureClass.NotFound, $"There is no server '{call.Server}', or it is switched off."));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_servers.Values.Select(server => server.DisposeAsync().AsTask()));
        _transports.Dispose();
    }
}
