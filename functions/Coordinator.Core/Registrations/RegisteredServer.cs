using System.Text.Json.Serialization;

namespace Coordinator.Core.Registrations;

/// <summary>How a server that registered itself is reached. It names a variable for its token and never holds one.</summary>
public sealed record RegisteredServer
{
    public required string Url { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Limit of one call, in seconds; null: the default.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Variable of the coordinator that holds the token; null: there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>Of the Authorization header.</summary>
    public string? Scheme { get; init; }

    public bool IsSameAs(RegisteredServer other) => this with { Domains = other.Domains } == other && Domains.SequenceEqual(other.Domains);
}

/// <summary>What is known of one id, as it is kept.</summary>
public sealed record Registration
{
    /// <summary>Of two that differ the later one holds. Names the state of <see cref="Server"/>, too: it is another one after each change.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Null: it was removed. The entry stays for a while, so that an instance that knew it does not bring it back.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>Who registered or removed it.</summary>
    public string? By { get; init; }

    /// <summary>Null: removed, or a server of <c>mcp-servers.yaml</c> that said that it is there.</summary>
    public RegisteredServer? Server { get; init; }

    [JsonIgnore]
    public bool IsRemoved => RegisteredAt is null;
}
