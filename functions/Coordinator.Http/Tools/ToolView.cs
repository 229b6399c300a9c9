using Coordinator.Core.Tools;

namespace Coordinator.Http.Tools;

/// <summary>A tool as the API shows it.</summary>
internal static class ToolView
{
    /// <summary>For lists (original-system 2.2).</summary>
    public static object Line(ToolCard card) => new
    {
        card.Name,
        card.Tool.Description,
        card.Tool.Server,
        card.Traits.Cost.Tier,
        LatencyEstimate = $"{card.Traits.Cost.LatencyMs}ms",
        RiskLevel = card.Traits.Cost.Risk,
        card.Traits.RequiresConfirmation,
        ReadOnly = !card.Rule.Write,
        Domain = card.Traits.Domains.Count > 0 ? card.Traits.Domains[0] : null,
        card.Traits.Domains,
        Drifted = card.Drift is not null,
    };

    /// <param name="name">By which it was asked for.</param>
    public static object Whole(string name, ToolCard card) => new
    {
        Name = name,
        CanonicalName = card.Name,
        card.Aliases,
        card.Tool.Description,
        card.Tool.Server,
        card.Traits.Cost.Tier,
        card.Traits.TierFrom,
        LatencyEstimate = $"{card.Traits.Cost.LatencyMs}ms",
        RiskLevel = card.Traits.Cost.Risk,
        card.Traits.RequiresConfirmation,
        ReadOnly = !card.Rule.Write,
        Domain = card.Traits.Domains.Count > 0 ? card.Traits.Domains[0] : null,
        card.Traits.Domains,
        TimeLimitSeconds = card.Rule.TimeLimit.TotalSeconds,
        card.Rule.Idempotency,
        VerifiedBy = card.Rule.Verify?.Tool,
        card.Tool.InputSchema,
        card.Tool.OutputSchema,
        Annotations = new { card.Tool.ReadOnlyHint, card.Tool.DestructiveHint, card.Tool.IdempotentHint },
        Manifest = card.Tool.Claim is { } claim ? Claimed(claim) : null,
        Definition = new
        {
            ToolFingerprint.Of(card.Tool).Digest,
            Drifted = card.Drift is not null,
            card.Drift?.Changed,
            card.Drift?.Since,
            HoldsCalls = card.Drift is { } drift && (card.Rule.Write || drift.Accepted.Write),
            Accepted = card.Drift is null ? null : new { card.Drift.Accepted.Definition.Digest, card.Drift.Accepted.At, card.Drift.Accepted.By },
        },
    };

    private static object Claimed(ToolClaim claim) => new
    {
        claim.Domain,
        claim.Tier,
        claim.Risk,
        claim.ReadOnly,
        claim.Idempotent,
        claim.Mutates,
        claim.RequiresConfirmation,
        claim.LatencyMs,
        TimeLimitSeconds = claim.TimeLimit?.TotalSeconds,
        claim.Aliases,
    };
}
