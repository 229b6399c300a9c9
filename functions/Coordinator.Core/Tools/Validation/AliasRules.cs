namespace Coordinator.Core.Tools.Validation;

/// <summary>An alias leads to one tool, and is no tool's name.</summary>
internal static class AliasRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        var aliases = catalog.Config.Aliases;
        foreach (var (alias, name) in aliases)
        {
            if (catalog.Catalog.Tools.TryGetValue(alias, out var real))
            {
                yield return ToolIssue.Warning(alias, real.Server, "alias_shadowed", $"'{alias}' is an alias for '{name}', but also the name of this tool, which is the one that is called.");
            }
            else if (aliases.TryGetValue(name, out var further))
            {
                yield return ToolIssue.Error(alias, null, "alias_chain", $"'{alias}' is an alias for '{name}', which is an alias too: make it one for '{further}'.");
            }
            else if (!catalog.Catalog.Tools.ContainsKey(name))
            {
                yield return ToolIssue.Info(alias, null, "alias_unknown", $"'{alias}' is an alias for '{name}', which no connected server has.");
            }
        }
    }
}
