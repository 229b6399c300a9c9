namespace Coordinator.Core.Tools.Validation;

/// <summary>Tools are what they were when they were accepted.</summary>
internal static class DriftRules
{
    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        foreach (var card in catalog.OfServers)
        {
            if (card.Drift is { } drift)
            {
                var held = card.Rule.Write || drift.Accepted.Write ? "Its calls are held until somebody accepts it" : "It only reads, so its calls go on; it can be accepted";
                yield return ToolIssue.Warning(card.Name, card.Tool.Server, "tool_drifted", $"Its server has changed its {string.Join(" and ", drift.Changed)}. {held} (POST /tools/{card.Name}/accept).");
            }
        }
    }
}
