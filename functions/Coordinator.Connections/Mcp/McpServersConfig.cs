using Coordinator.Core.Tools;

namespace Coordinator.Connections.Mcp;

/// <summary>All servers of <c>config/mcp-servers.yaml</c>.</summary>
public sealed class McpServersConfig(IReadOnlyList<McpServerConfig> servers)
{
    public IReadOnlyList<McpServerConfig> Servers => servers;

    /// <summary>The limit of a call: the tool's own, else its server's.</summary>
    public TimeSpan TimeLimitOf(ToolDefinition tool)
    {
        var server = servers.FirstOrDefault(server => server.Id == tool.Server);
        return server is null ? ToolRule.DefaultTimeLimit
            : server.ToolTimeLimits.TryGetValue(tool.Name, out var limit) ? limit
            : server.TimeLimit;
    }
}
