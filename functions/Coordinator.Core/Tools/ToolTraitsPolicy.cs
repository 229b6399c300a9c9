namespace Coordinator.Core.Tools;

/// <summary>Tier, risk and domains of a tool: the catalog file, else the server's manifest, else whether it reads or writes.</summary>
public static class ToolTraitsPolicy
{
    /// <summary>The original's figures for a tool of which nothing is known.</summary>
    private static readonly ToolTier Read = new(2, 1000, ToolRisk.Low);

    private static readonly ToolTier Write = new(ToolTier.Confirmed, 2000, ToolRisk.High);

    /// <param name="write">As <c>tool-policy.yaml</c> and the annotations say.</param>
    /// <param name="serverDomains">Of the server, where nothing is known of the tool itself.</param>
    public static ToolTraits Of(ToolDefinition tool, bool write, ToolCatalogConfig config, IReadOnlyList<string> serverDomains)
    {
        var (cost, from) = config.TierOf(tool.Name) is { } listed ? (Listed(listed.Tier, listed.IsOwn, write), TierSource.Catalog)
            : tool.Claim is { Tier: not null } claim ? (Claimed(claim, write), TierSource.Manifest)
            : (Hinted(tool.Claim, write), TierSource.Hints);
        var domains = config.DomainsOf(tool.Name);
        return new ToolTraits(cost, from)
        {
            RequiresConfirmation = cost.Tier == ToolTier.Confirmed || tool.Claim?.RequiresConfirmation == true,
            Domains = domains.Count > 0 ? domains : tool.Claim?.Domain is { Length: > 0 } domain ? [domain] : serverDomains,
        };
    }

    /// <summary>A prefix says nothing of the one tool below it that changes something.</summary>
    private static ToolTier Listed(ToolTier tier, bool isOwn, bool write) => write && !isOwn && tier.Tier < ToolTier.Confirmed ? Write : tier;

    private static ToolTier Claimed(ToolClaim claim, bool write) =>
        new(write ? ToolTier.Confirmed : claim.Tier!.Value, claim.LatencyMs ?? Usual(write).LatencyMs, RiskOf(claim, write));

    private static ToolTier Hinted(ToolClaim? claim, bool write) =>
        claim is null ? Usual(write) : Usual(write) with { LatencyMs = claim.LatencyMs ?? Usual(write).LatencyMs, Risk = RiskOf(claim, write) };

    /// <summary>A server may call a write of its own less than high, but not harmless.</summary>
    private static ToolRisk RiskOf(ToolClaim claim, bool write) =>
        claim.Risk is not { } risk ? Usual(write).Risk : write && risk < ToolRisk.Medium ? ToolRisk.Medium : risk;

    private static ToolTier Usual(bool write) => write ? Write : Read;
}
