using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Tools;

/// <summary>The definitions of a server's tools that are accepted, as they are stored under <c>oci:tools:{server}</c>.</summary>
public sealed record KnownTools
{
    /// <summary>A server that names its tools anew with every list must not fill the store.</summary>
    private const int Most = 2_000;

    private const int Newest = 1;

    public static readonly KnownTools None = new();

    public int SchemaVersion { get; init; } = Newest;

    public IReadOnlyDictionary<string, KnownTool> Tools { get; init; } = new Dictionary<string, KnownTool>();

    /// <summary>Written by a newer version: to be left alone.</summary>
    [JsonIgnore]
    public bool IsForeign => SchemaVersion > Newest;

    public static string KeyOf(string server) => $"oci:tools:{server}";

    /// <summary>What cannot be read is taken for empty: its tools are seen for the first time.</summary>
    public static KnownTools Deserialize(string? json)
    {
        try
        {
            return json is null ? None : JsonSerializer.Deserialize(json, KnownToolsJson.Default.KnownTools) ?? None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    public string Serialize() => JsonSerializer.Serialize(this, KnownToolsJson.Default.KnownTools);

    /// <summary>With those that were never seen before; the same object if there are none.</summary>
    public KnownTools Including(IReadOnlyDictionary<string, KnownTool> listed)
    {
        var unseen = listed.Where(tool => !Tools.ContainsKey(tool.Key)).ToList();
        if (IsForeign || unseen.Count == 0)
        {
            return this;
        }

        // A tool that is away for a while is still known when it comes back.
        var kept = Tools.Count + unseen.Count <= Most ? Tools : Tools.Where(tool => listed.ContainsKey(tool.Key));
        return this with { Tools = new Dictionary<string, KnownTool>(kept.Concat(unseen), StringComparer.Ordinal) };
    }

    public KnownTools With(string name, KnownTool tool) =>
        IsForeign ? this : this with { Tools = new Dictionary<string, KnownTool>(Tools, StringComparer.Ordinal) { [name] = tool } };
}

/// <summary>A definition that was there first, or that somebody accepted.</summary>
/// <param name="Write">What the tool was then: one that changed something does not become harmless by saying so.</param>
/// <param name="By">Who accepted it; null: it was there first.</param>
public sealed record KnownTool(ToolFingerprint Definition, bool Write, DateTimeOffset At, string? By = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KnownTools))]
internal sealed partial class KnownToolsJson : JsonSerializerContext;
