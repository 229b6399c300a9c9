using Coordinator.Core.Tools;

namespace Coordinator.Connections.Mcp;

/// <summary>All servers of <c>config/mcp-servers.yaml</c>.</summary>
public sealed class McpServersConfig(IReadOnlyList<McpServerConfig> servers, McpDefaults? defaults = null)
{
    private readonly McpDefaults _defaults = defaults ?? new McpDefaults();

    public IReadOnlyList<McpServerConfig> Servers => servers;

    /// <summary>A manifest that asks for less would only make its own tools fail.</summary>
    private static readonly TimeSpan ShortestClaim = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The limit of a call: the tool's in its server's entry, else the tool's for all servers, else its server's.
    /// A manifest may shorten the latter two, but not lengthen them.
    /// </summary>
    public TimeSpan TimeLimitOf(ToolDefinition tool) => TimeLimitOf(servers.FirstOrDefault(server => server.Id == tool.Server), tool);

    /// <summary>The same for a server that is not in the file.</summary>
    internal TimeSpan TimeLimitOf(McpServerConfig? server, ToolDefinition tool)
    {
        if (server?.ToolTimeLimits.Of(tool.Name) is { } own)
        {
            return own;
        }

        var limit = _defaults.ToolTimeLimits.Of(tool.Name) ?? server?.TimeLimit ?? _defaults.TimeLimit;
        return tool.Claim?.TimeLimit is { } claimed && claimed < limit ? (claimed < ShortestClaim ? ShortestClaim : claimed) : limit;
    }
}

/// <summary>What holds for every server whose own entry does not say otherwise.</summary>
public sealed record McpDefaults
{
    public TimeSpan TimeLimit { get; init; } = ToolRule.DefaultTimeLimit;

    public ToolTimeLimits ToolTimeLimits { get; init; } = ToolTimeLimits.None;
}
