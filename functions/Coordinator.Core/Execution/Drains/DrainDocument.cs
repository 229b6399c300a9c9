using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Execution.Drains;

/// <summary>Whether all instances drain, as it is stored under <c>oci:drain</c>. It stays when the drain has ended: what is not there is not known.</summary>
public sealed record DrainDocument
{
    public const string Key = "oci:drain";

    public static readonly DrainDocument Never = new();

    public int SchemaVersion { get; init; } = 1;

    public bool On { get; init; }

    /// <summary>When the newest drain began.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who set it last.</summary>
    public string? By { get; init; }

    /// <summary>Null: there is none, or it cannot be read.</summary>
    public static DrainDocument? Deserialize(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, DrainJson.Default.DrainDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, DrainJson.Default.DrainDocument);

    /// <summary>Who asks for what there is already changes nothing: a drain keeps its beginning.</summary>
    public DrainDocument With(bool on, string by, DateTimeOffset now) =>
        on == On ? this
        : on ? this with { On = true, Since = now, Until = null, By = by }
        : this with { On = false, Until = now, By = by };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DrainDocument))]
internal sealed partial class DrainJson : JsonSerializerContext;
