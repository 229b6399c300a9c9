using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tools.Validation;

/// <summary>All that a validation looks at.</summary>
public sealed record CatalogUnderTest
{
    /// <summary>As the servers list them.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>As they are called, the built-in ones too.</summary>
    public IReadOnlyList<ToolCard> Cards { get; init; } = [];

    public required ToolCatalog Catalog { get; init; }

    public ToolCatalogConfig Config { get; init; } = ToolCatalogConfig.Empty;

    public required ToolPolicy Policy { get; init; }

    public IReadOnlyList<WorkflowDefinition> Workflows { get; init; } = [];

    /// <summary>The servers that are switched on.</summary>
    public IReadOnlyList<ToolServerStatus> Servers { get; init; } = [];

    /// <summary>Servers whose tools are not known now, so that a missing tool may be one of theirs.</summary>
    internal IReadOnlyList<string> Away => [.. Servers.Where(server => !IsConnected(server)).Select(server => server.Id)];

    internal IEnumerable<ToolCard> OfServers => Cards.Where(card => card.Tool.Server != ReadResultTool.Server);

    internal static bool IsConnected(ToolServerStatus server) => server.Status == "connected";
}
