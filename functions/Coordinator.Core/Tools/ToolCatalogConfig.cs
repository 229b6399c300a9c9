namespace Coordinator.Core.Tools;

/// <summary>What <c>config/tool-catalog.yaml</c> says of tools, whatever server has them. What a tool may do is said in <c>tool-policy.yaml</c>, not here.</summary>
public sealed record ToolCatalogConfig
{
    public static ToolCatalogConfig Empty { get; } = new();

    /// <summary>Legacy name to the name that it stands for.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>Domain to the prefixes of its tools.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Domains { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>By name, or by prefix where the key ends in '*'.</summary>
    public IReadOnlyDictionary<string, ToolTier> Tiers { get; init; } = new Dictionary<string, ToolTier>();

    public ToolNaming Naming { get; init; } = new("", [], []);

    public IReadOnlyList<StartupRead> Startup { get; init; } = [];

    /// <summary>The tool's own entry, else that of its longest prefix.</summary>
    public (ToolTier Tier, bool IsOwn)? TierOf(string tool)
    {
        if (Tiers.TryGetValue(tool, out var own))
        {
            return (own, true);
        }

        var prefix = Tiers.Keys
            .Where(key => key.EndsWith('*') && tool.AsSpan().StartsWith(key.AsSpan(0, key.Length - 1), StringComparison.Ordinal))
            .MaxBy(key => key.Length);
        return prefix is null ? null : (Tiers[prefix], false);
    }

    /// <summary>Domains of a tool, that of the longest prefix first.</summary>
    public IReadOnlyList<string> DomainsOf(string tool) =>
        [.. Domains
            .Select(domain => (domain.Key, Longest: domain.Value.Where(prefix => tool.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => prefix.Length).DefaultIfEmpty(0).Max()))
            .Where(domain => domain.Longest > 0)
            .OrderByDescending(domain => domain.Longest)
            .Select(domain => domain.Key)];
}

/// <summary>What a call of a tool costs.</summary>
/// <param name="Tier">1: at once, no risk. 2: about a second. 3: seconds. 4: it changes something and needs a confirmation.</param>
/// <param name="LatencyMs">Estimate, milliseconds.</param>
public sealed record ToolTier(int Tier, int LatencyMs, ToolRisk Risk)
{
    /// <summary>The tier of tools that need a confirmation.</summary>
    public const int Confirmed = 4;
}

public enum ToolRisk
{
    None,
    Low,
    Medium,
    High,
}

/// <summary>How the tools of some servers are named.</summary>
/// <param name="Pattern">With <c>{domain}</c> and <c>{action}</c>; empty: no rule.</param>
/// <param name="Servers">Ids of the servers that hold to it.</param>
/// <param name="Exceptions">Names that need not.</param>
public sealed record ToolNaming(string Pattern, IReadOnlyList<string> Servers, IReadOnlyList<string> Exceptions);

/// <summary>A read that shows at start whether a category works.</summary>
/// <param name="Arguments">Texts, numbers and flags; one that is empty is left out.</param>
public sealed record StartupRead(string Category, string Tool, System.Text.Json.JsonElement Arguments);
