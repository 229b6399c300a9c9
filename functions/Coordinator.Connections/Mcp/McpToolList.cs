using Coordinator.Core.Tools;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>The tools of one session as its server last listed them, with what its manifest says of them.</summary>
internal sealed class McpToolList(McpServerConfig server, McpClient client, TimeProvider time, CancellationToken closing)
{
    /// <summary>A list is read again after this time, or at once when the server says that it changed.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly McpManifest _manifest = new(client, time);
    private Task? _reading;
    private int _changes;
    private int _changesRead;
    private DateTimeOffset _readAt;

    public IReadOnlyList<ToolDefinition> Tools { get; private set; } = [];

    /// <summary>Null: the server has none.</summary>
    public ToolManifest? Manifest => _manifest.Current;

    public bool IsStale => _changesRead != Volatile.Read(ref _changes) || time.GetUtcNow() - _readAt > Kept;

    /// <summary>The server said that its list changed.</summary>
    public void Changed() => Interlocked.Increment(ref _changes);

    /// <summary>One reading at a time serves everybody who waits; a caller that gives up does not end it.</summary>
    public Task ReadAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reading = _reading is { IsCompleted: false } running ? running : ReadNowAsync(within);
            return _reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The old list is good for another while.</summary>
    public void KeepOld() => _readAt = time.GetUtcNow();

    /// <exception cref="TimeoutException">The server did not answer, or gave page after page without an end.</exception>
    private async Task ReadNowAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing);
        var changes = Volatile.Read(ref _changes);
        try
        {
            var tools = await client.ListToolsAsync(cancellationToken: ended.Token).AsTask().WaitAsync(ended.Token);
            await _manifest.ReadAsync(closing);
            Tools = [.. tools.Select(tool => Read(tool.ProtocolTool))];
            (_readAt, _changesRead) = (time.GetUtcNow(), changes);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException("tools/list took too long.");
        }
    }

    /// <summary>Nobody wrote a registered server into a file: that one of its tools is harmless has to be said by <c>tool-policy.yaml</c>, not by itself.</summary>
    private ToolDefinition Read(Tool tool)
    {
        var definition = McpResults.Read(server.Id, tool) with { Claim = Manifest?.Tools.GetValueOrDefault(tool.Name) };
        return server.IsRegistered ? definition with { ReadOnlyHint = null } : definition;
    }
}
