using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Core.Secrets;

/// <summary>Puts back what <see cref="Redaction"/> took out of JSON that somebody was shown, edited and gives back.</summary>
public static class Unredacted
{
    /// <summary>Null beside the path of a placeholder that stands where the original has nothing, or only a part of a text: what it stands for is not known.</summary>
    public static (JsonNode? Value, string? UnknownAt) Restore(JsonElement edited, JsonElement original) => Restore(edited, original, "");

    private static (JsonNode? Value, string? UnknownAt) Restore(JsonElement edited, JsonElement? original, string path)
    {
        switch (edited.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in edited.EnumerateObject())
                {
                    var (value, unknown) = Restore(member.Value, MemberOf(original, member.Name), path.Length == 0 ? member.Name : $"{path}.{member.Name}");
                    if (unknown is not null)
                    {
                        return (null, unknown);
                    }

                    members[member.Name] = value;
                }

                return (members, null);
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var (index, item) in edited.EnumerateArray().Index())
                {
                    var (value, unknown) = Restore(item, ItemOf(original, index), $"{path}[{index}]");
                    if (unknown is not null)
                    {
                        return (null, unknown);
                    }

                    items.Add(value);
                }

                return (items, null);
            case JsonValueKind.String when edited.GetRawText().Contains(Redaction.Placeholder, StringComparison.Ordinal):
                return original is { } known && WasShownAs(known, edited.GetString()!) ? (JsonNode.Parse(known.GetRawText()), null) : (null, path);
            default:
                return (JsonNode.Parse(edited.GetRawText()), null);
        }
    }

    /// <summary>Under a telling name anything was shown as the placeholder alone.</summary>
    private static bool WasShownAs(JsonElement original, string shown) =>
        shown == Redaction.Placeholder || (original.ValueKind == JsonValueKind.String && Redaction.Of(original.GetString()!) == shown);

    private static JsonElement? MemberOf(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? ItemOf(JsonElement? value, int index) =>
        value is { ValueKind: JsonValueKind.Array } parent && index < parent.GetArrayLength() ? parent[index] : null;
}
