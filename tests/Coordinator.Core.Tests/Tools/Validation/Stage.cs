using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Validation;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tests.Tools.Validation;

/// <summary>A catalog and what a validation says of it, each finding as <c>severity code tool</c>.</summary>
internal sealed record Stage
{
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public ToolCatalogConfig Config { get; init; } = ToolCatalogConfig.Empty;

    public ToolPolicy Policy { get; init; } = Definitions.Policy();

    public IReadOnlyList<WorkflowDefinition> Workflows { get; init; } = [];

    public IReadOnlyList<ToolServerStatus> Servers { get; init; } = [new("s1", "connected", 1)];

    public IReadOnlyList<string> Drifted { get; init; } = [];

    public ToolValidationReport Report()
    {
        var catalog = new ToolCatalog(Tools, Config.Aliases);
        return ToolCatalogValidation.Validate(new CatalogUnderTest
        {
            Tools = Tools,
            Catalog = catalog,
            Cards = [.. catalog.Tools.Select(tool => Card(tool.Key, tool.Value))],
            Config = Config,
            Policy = Policy,
            Workflows = Workflows,
            Servers = Servers,
        });
    }

    public IReadOnlyList<string> Findings() => [.. Report().Issues.Select(issue => $"{issue.Severity.ToString().ToLowerInvariant()} {issue.Code} {issue.ToolName}")];

    public string Message() => Assert.Single(Report().Issues).Message;

    private ToolCard Card(string name, ToolDefinition tool)
    {
        var rule = Policy.Classify(tool);
        return new ToolCard(name, tool, rule, ToolTraitsPolicy.Of(tool, rule.Write, Config, []))
        {
            Drift = Drifted.Contains(name)
                ? new DriftedTool(tool.Server, tool.Name, new KnownTool(ToolFingerprint.Of(tool with { Description = "Before." }), rule.Write, DateTimeOffset.UnixEpoch), ToolFingerprint.Of(tool), DateTimeOffset.UnixEpoch)
                : null,
        };
    }
}
