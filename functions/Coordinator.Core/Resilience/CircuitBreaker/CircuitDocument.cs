using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>A server's two circuits as they are stored under <c>oci:circuit:{server}</c>: reads may be well while writes are not.</summary>
public sealed record CircuitDocument
{
    public static readonly CircuitDocument Closed = new();

    public int SchemaVersion { get; init; } = 1;

    public Circuit Read { get; init; } = Circuit.Closed;

    public Circuit Write { get; init; } = Circuit.Closed;

    public static string KeyOf(string server) => $"oci:circuit:{server}";

    /// <summary>What cannot be read (of a newer version, damaged) is taken for closed: a breaker must not stop what works.</summary>
    public static CircuitDocument Deserialize(string? json)
    {
        try
        {
            return json is null ? Closed : JsonSerializer.Deserialize(json, CircuitJson.Default.CircuitDocument) ?? Closed;
        }
        catch (JsonException)
        {
            return Closed;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, CircuitJson.Default.CircuitDocument);

    public Circuit Of(CallKind kind) => kind == CallKind.Read ? Read : Write;

    public CircuitDocument With(CallKind kind, Circuit circuit) => kind == CallKind.Read ? this with { Read = circuit } : this with { Write = circuit };
}

/// <summary>What a call does to the other side.</summary>
public enum CallKind
{
    Read,
    Write,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CircuitDocument))]
internal sealed partial class CircuitJson : JsonSerializerContext;
