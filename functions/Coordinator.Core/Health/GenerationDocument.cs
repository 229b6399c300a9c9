using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Health;

/// <summary>A server's generation as it is stored under <c>oci:generation:{server}</c>.</summary>
public sealed record GenerationDocument
{
    /// <summary>No restart is known of.</summary>
    public static readonly GenerationDocument None = new();

    public int SchemaVersion { get; init; } = 1;

    /// <summary>Names it; none comes twice, not even from a store that was emptied. Empty: there is none.</summary>
    public string Id { get; init; } = "";

    public static string KeyOf(string server) => $"oci:generation:{server}";

    /// <summary>What cannot be read is none: sessions are kept.</summary>
    public static GenerationDocument Deserialize(string? json)
    {
        try
        {
            return json is null ? None : JsonSerializer.Deserialize(json, GenerationJson.Default.GenerationDocument) ?? None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, GenerationJson.Default.GenerationDocument);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GenerationDocument))]
internal sealed partial class GenerationJson : JsonSerializerContext;
