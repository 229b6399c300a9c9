using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Audit;

/// <summary>One thing that somebody did to the coordinator itself, as it is kept.</summary>
public sealed record AuditEntry
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>A ULID: two alike in one millisecond are two.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A stable word, as in <c>circuit_reset</c>: what searches go by.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: a server's id, a partition, a dead letter.</summary>
    public required string Target { get; init; }

    /// <summary>What is known of the one who did it.</summary>
    public required string By { get; init; }

    /// <summary>What was set, or how it ended; no secrets.</summary>
    public string? Detail { get; init; }

    /// <summary>Null: it cannot be read (damaged, or of a newer version).</summary>
    public static AuditEntry? Deserialize(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AuditJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, AuditJson.Default.AuditEntry);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditJson : JsonSerializerContext;
