namespace Coordinator.Core.Tools.Validation;

/// <summary>Everything that can be said of a catalog without calling a tool.</summary>
public static class ToolCatalogValidation
{
    private static readonly IReadOnlyList<Func<CatalogUnderTest, IEnumerable<ToolIssue>>> Rules =
    [
        ServerRules.Check, NameRules.Check, SchemaRules.Check, TierRules.Check, AliasRules.Check, ManifestRules.Check, PolicyRules.Check, WorkflowRules.Check, StartupRules.Check, DriftRules.Check,
    ];

    public static ToolValidationReport Validate(CatalogUnderTest catalog) => new(
        catalog.OfServers.Count(),
        catalog.Servers.Count,
        [.. Rules.SelectMany(rule => rule(catalog)).OrderBy(issue => issue.Severity).ThenBy(issue => issue.ToolName, StringComparer.Ordinal)]);
}
