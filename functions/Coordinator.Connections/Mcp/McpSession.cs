using Coordinator.Core.Tools;
using ModelContextProtocol.Client;

namespace Coordinator.Connections.Mcp;

/// <summary>An open connection to a server, shared by concurrent calls. Once broken it is never used again.</summary>
internal sealed class McpSession(McpClient client, DateTimeOffset openedAt) : IAsyncDisposable
{
    public McpClient Client => client;

    public DateTimeOffset OpenedAt => openedAt;

    public IReadOnlyList<ToolDefinition> Tools { get; set; } = [];

    public DateTimeOffset ToolsReadAt { get; set; }

    /// <summary>The server said that its list changed.</summary>
    public bool ToolsChanged { get; set; }

    public bool IsBroken => client.Completion.IsCompleted;

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
