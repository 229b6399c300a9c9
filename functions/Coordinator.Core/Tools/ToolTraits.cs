namespace Coordinator.Core.Tools;

/// <summary>What a caller should know of a tool before calling it.</summary>
public sealed record ToolTraits(ToolTier Cost, TierSource TierFrom)
{
    public bool RequiresConfirmation { get; init; }

    /// <summary>The one that fits best first.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];
}

/// <summary>Who decided about a tool's tier.</summary>
public enum TierSource
{
    /// <summary><c>config/tool-catalog.yaml</c>.</summary>
    Catalog,

    /// <summary>The server's manifest.</summary>
    Manifest,

    /// <summary>Whether it is a read or a write.</summary>
    Hints,
}
