using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Health;

/// <summary>Which components are not restarted by themselves, as it is stored under <c>oci:auto_restart</c>.</summary>
public sealed record AutoRestartDocument
{
    public const string Key = "oci:auto_restart";

    public static readonly AutoRestartDocument AllOn = new();

    public int SchemaVersion { get; init; } = 1;

    public IReadOnlyList<string> Off { get; init; } = [];

    /// <summary>What cannot be read counts as on, which is the default.</summary>
    public static AutoRestartDocument Deserialize(string? json)
    {
        try
        {
            return json is null ? AllOn : JsonSerializer.Deserialize(json, AutoRestartJson.Default.AutoRestartDocument) ?? AllOn;
        }
        catch (JsonException)
        {
            return AllOn;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, AutoRestartJson.Default.AutoRestartDocument);

    public AutoRestartDocument With(string component, bool isOn) => this with
    {
        Off = [.. Off.Where(off => off != component).Concat(isOn ? [] : [component]).Order(StringComparer.Ordinal)],
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AutoRestartDocument))]
internal sealed partial class AutoRestartJson : JsonSerializerContext;
