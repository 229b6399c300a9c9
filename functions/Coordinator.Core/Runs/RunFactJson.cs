using System.Text.Json;

namespace Coordinator.Core.Runs;

/// <summary>
/// Facts as they are stored and streamed: <c>{"type":"turn_taken","schemaVersion":1,"at":"…", …}</c>.
/// A fact that this build does not understand becomes an <see cref="UnknownFact"/> and is written back letter for letter.
/// </summary>
public static class RunFactJson
{
    /// <summary>The fact's <c>type</c>, e.g. <c>run_started</c>.</summary>
    public static string TypeOf(RunFact fact) => RunFactShapes.WordOf(fact);

    public static string Serialize(RunFact fact) =>
        fact is UnknownFact unknown ? unknown.Json : JsonSerializer.Serialize(fact, RunFactShapes.Of(fact));

    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static RunFact Deserialize(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("A fact is a JSON object.");
        return Read(root) ?? Unknown(root, json);
    }

    private static RunFact? Read(JsonElement root)
    {
        if (VersionOf(root) > RunFact.CurrentSchemaVersion || RunFactShapes.Find(TypeOf(root)) is not { } shape)
            return null;
        try
        {
            return (RunFact?)root.Deserialize(shape);
        }
        catch (JsonException)
        {
            // A known word with members that do not fit (a new enum value, a missing member) is as unknown as a new word.
            return null;
        }
    }

    private static UnknownFact Unknown(JsonElement root, string json) => new(TypeOf(root), json)
    {
        SchemaVersion = VersionOf(root),
        At = root.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var time)
            ? time
            : DateTimeOffset.UnixEpoch,
    };

    private static string TypeOf(JsonElement root) =>
        root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : "";

    // Facts carry their version since the first one: without a readable version it is not ours to judge.
    private static int VersionOf(JsonElement root) =>
        root.TryGetProperty("schemaVersion", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number)
            ? number
            : int.MaxValue;
}
