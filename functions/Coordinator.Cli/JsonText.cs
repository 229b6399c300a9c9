using System.Globalization;
using System.Text.Json;

namespace Coordinator.Cli;

/// <summary>Members of an answer as text. What a newer or older host does not send is empty, not an error.</summary>
internal static class JsonText
{
    public static string Text(this JsonElement json, string name) => json.Member(name) is { } value ? TextOf(value) : "";

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Members(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    public static bool IsTrue(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.True };

    public static bool IsFalse(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.False };

    public static string List(this JsonElement json, string name) => string.Join(", ", json.Items(name).Select(TextOf));

    /// <summary>Universal time, to the second.</summary>
    public static string Time(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var moment) ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>With its unit; empty if there is none.</summary>
    public static string Milliseconds(this JsonElement json, string name) => json.Text(name) is { Length: > 0 } number ? $"{number} ms" : "";

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
