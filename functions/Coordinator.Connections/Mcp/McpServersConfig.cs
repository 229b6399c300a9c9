using Coordinator.Core.Tools;

namespace Coordinator.Connections.Mcp;

/// <summary>All servers of <c>config/mcp-servers.yaml</c>.</summary>
public sealed class McpServersConfig(IReadOnlyList<McpServerConfig> servers)
{
    public IReadOnlyList<McpServerConfig> Servers => servers;

    /// <summary>A manifest that asks for less would only make its own tools fail.</summary>
    private static readonly TimeSpan ShortestClaim = TimeSpan.FromSeconds(1);

    /// <summary>The limit of a call: the tool's own, else its server's, which its manifest may shorten but not lengthen.</summary>
    public TimeSpan TimeLimitOf(ToolDefinition tool)
    {
        var server = servers.FirstOrDefault(server => server.Id == tool.Server);
        return server is null ? ToolRule.DefaultTimeLimit : TimeLimitOf(server, tool);
    }

    internal static TimeSpan TimeLimitOf(McpServerConfig server, ToolDefinition tool) =>
        server.ToolTimeLimits.TryGetValue(tool.Name, out var limit) ? limit
            : tool.Claim?.TimeLimit is { } claimed && claimed < server.TimeLimit ? (claimed < ShortestClaim ? ShortestClaim : claimed)
            : server.TimeLimit;
}
