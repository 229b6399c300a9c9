namespace Coordinator.Core.Tools.Validation;

/// <summary>Tier 4 is for tools that change something, and for all of them; a slow tool has time enough.</summary>
internal static class TierRules
{
    /// <summary>Milliseconds from which a tool is slow.</summary>
    private const int Slow = 2_000;

    /// <summary>A call may take so many times its usual time before it is given up.</summary>
    private const int Margin = 3;

    public static IEnumerable<ToolIssue> Check(CatalogUnderTest catalog)
    {
        foreach (var card in catalog.OfServers)
        {
            var (cost, server) = (card.Traits.Cost, card.Tool.Server);
            if (cost.Tier == ToolTier.Confirmed && !card.Rule.Write)
            {
                yield return ToolIssue.Warning(card.Name, server, "tier_of_a_read", $"It is of tier {ToolTier.Confirmed} by its {From(card)}, but changes nothing.");
            }
            else if (cost.Tier < ToolTier.Confirmed && card.Rule.Write)
            {
                yield return ToolIssue.Warning(card.Name, server, "tier_of_a_write", $"It changes something, but its {From(card)} makes it tier {cost.Tier}: it needs no confirmation.");
            }

            var limit = card.Rule.TimeLimit.TotalMilliseconds;
            if (cost.LatencyMs >= Slow && limit < cost.LatencyMs * (double)Margin)
            {
                yield return ToolIssue.Warning(card.Name, server, "time_limit_short", $"It takes about {cost.LatencyMs} ms, and is given up after {limit:0} ms: give it {cost.LatencyMs * (double)Margin / 1000:0.#} s or more (tool_timeouts in mcp-servers.yaml).");
            }
        }
    }

    private static string From(ToolCard card) => card.Traits.TierFrom switch
    {
        TierSource.Catalog => "line in tool-catalog.yaml",
        TierSource.Manifest => "server's manifest",
        _ => "annotations",
    };
}
