using System.Text.Json.Serialization;

namespace Coordinator.Core.Tools;

/// <summary>
/// What a server says of itself in the resource <c>server://manifest</c>. It is a claim: it may add what nobody else says, and make things stricter,
/// but never makes a read of a write, lifts a confirmation, or overrules a configuration file.
/// </summary>
public sealed record ToolManifest
{
    public string? ServerId { get; init; }

    public string? ServerName { get; init; }

    public string? ServerVersion { get; init; }

    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>By name. Shown with their tools, not with their server.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, ToolClaim> Tools { get; init; } = new Dictionary<string, ToolClaim>();

    public IReadOnlyList<ManifestSkill> Skills { get; init; } = [];

    /// <summary>What was not understood and left out.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public static ToolManifest Unreadable(string problem) => new() { Problems = [problem] };
}

/// <summary>What a manifest says of one tool; null where it is silent.</summary>
public sealed record ToolClaim
{
    public string? Domain { get; init; }

    public int? Tier { get; init; }

    public ToolRisk? Risk { get; init; }

    public bool? ReadOnly { get; init; }

    public bool? Idempotent { get; init; }

    public bool? Mutates { get; init; }

    public bool? RequiresConfirmation { get; init; }

    public int? LatencyMs { get; init; }

    /// <summary>Shortens the configured limit of a call, never lengthens it.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Proposals: nothing goes by them until they are in <c>tool-catalog.yaml</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>It says that the tool changes something.</summary>
    public bool IsWrite => Mutates == true || ReadOnly == false;
}

/// <summary>What a server can do as a whole, for people.</summary>
public sealed record ManifestSkill(string Name, string Description, IReadOnlyList<string> Domains);
