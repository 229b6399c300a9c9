namespace Coordinator.Core.Tools.Validation;

/// <summary>A manifest can be read, fits the tools that its server lists, and does not call a write harmless.</summary>
internal static class ManifestRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog) => catalog.Servers.SelectMany(server => OfServer(server, catalog)).Concat(catalog.OfServers.SelectMany(card => OfTool(card, catalog)));

    private static IEnumerable<ToolIssue> OfServer(ToolServerStatus server, CatalogUnderTest catalog)
    {
        foreach (var problem in server.Manifest?.Problems ?? [])
        {
            yield return ToolIssue.Warning(ToolIssue.NoTool, server.Id, "manifest_problem", $"Of its manifest this was left out: {problem}");
        }

        if (!CatalogUnderTest.IsConnected(server))
        {
            yield break;
        }

        foreach (var name in (server.Manifest?.Tools.Keys ?? []).Where(name => !catalog.Tools.Any(tool => tool.Server == server.Id && tool.Name == name)))
        {
            yield return ToolIssue.Warning(name, server.Id, "manifest_unknown_tool", "Its server's manifest has it, its list of tools does not.");
        }
    }

    private static IEnumerable<ToolIssue> OfTool(ToolCard card, CatalogUnderTest catalog)
    {
        if (card.Tool.Claim is not { } claim)
        {
            yield break;
        }

        var server = card.Tool.Server;
        var isWrite = card.Tool.ReadOnlyHint != true || catalog.Policy.Rules.GetValueOrDefault(card.Tool.Name) is { Write: true };
        if (isWrite && (claim.ReadOnly == true || claim.Mutates == false))
        {
            yield return ToolIssue.Error(card.Name, server, "manifest_contradiction", "The manifest says that it only reads, annotations or tool-policy.yaml say that it may change something. It counts as a write.");
        }
        else if (!isWrite && claim.IsWrite)
        {
            yield return ToolIssue.Warning(card.Name, server, "manifest_contradiction", "The manifest says that it changes something, its annotations say that it only reads. It counts as a write unless tool-policy.yaml says otherwise.");
        }

        if (claim is { ReadOnly: true, Mutates: true })
        {
            yield return ToolIssue.Error(card.Name, server, "manifest_rule", "The manifest says both read_only and mutates.");
        }

        if (claim is { Tier: ToolTier.Confirmed, RequiresConfirmation: not true } or { Tier: ToolTier.Confirmed, Mutates: not true })
        {
            yield return ToolIssue.Warning(card.Name, server, "manifest_rule", "The manifest says tier 4, which goes with requires_confirmation and mutates, without both. It is confirmed all the same.");
        }

        if (claim.Tier < ToolTier.Confirmed && card.Rule.Write)
        {
            yield return ToolIssue.Warning(card.Name, server, "manifest_rule", $"The manifest says tier {claim.Tier} of a tool that changes something: only tool-catalog.yaml may lower it.");
        }

        foreach (var alias in claim.Aliases.Where(alias => catalog.Catalog.CanonicalName(alias) != card.Name))
        {
            yield return ToolIssue.Info(card.Name, server, "alias_proposed", $"The manifest proposes the alias '{alias}': nothing goes by it until it is in tool-catalog.yaml.");
        }
    }
}
