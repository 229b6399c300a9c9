using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Tools;

/// <summary>What a caller relies on in a tool's definition, each part as a digest of its canonical form: the order of members and white space do not count.</summary>
public sealed record ToolFingerprint(string Description, string InputSchema, string OutputSchema, string Annotations)
{
    /// <summary>The whole, for people and for <c>POST /tools/{name}/accept</c>.</summary>
    [JsonIgnore]
    public string Digest => DigestOf($"{Description}{InputSchema}{OutputSchema}{Annotations}");

    public static ToolFingerprint Of(ToolDefinition tool) => new(
        DigestOf(tool.Description),
        DigestOf(Canonical(tool.InputSchema)),
        DigestOf(tool.OutputSchema is { } output ? Canonical(output) : ""),
        DigestOf($"{tool.ReadOnlyHint}|{tool.DestructiveHint}|{tool.IdempotentHint}"));

    /// <summary>Names of the parts that differ.</summary>
    public IReadOnlyList<string> ChangedFrom(ToolFingerprint other) =>
        [.. new[]
        {
            (Name: "description", IsSame: Description == other.Description),
            (Name: "input_schema", IsSame: InputSchema == other.InputSchema),
            (Name: "output_schema", IsSame: OutputSchema == other.OutputSchema),
            (Name: "annotations", IsSame: Annotations == other.Annotations),
        }.Where(part => !part.IsSame).Select(part => part.Name)];

    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static string Canonical(JsonElement element) => Sorted(element, "")?.ToJsonString() ?? "null";

    /// <param name="member">Lists that are sets (<c>required</c>, <c>enum</c>) are sorted, as some servers list them anew in any order.</param>
    private static JsonNode? Sorted(JsonElement element, string member) => element.ValueKind switch
    {
        JsonValueKind.Object => Sorted(element),
        JsonValueKind.Array when member is "required" or "enum" => new JsonArray([.. element.EnumerateArray().OrderBy(item => item.GetRawText(), StringComparer.Ordinal).Select(item => Sorted(item, ""))]),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(item => Sorted(item, ""))]),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };

    private static JsonObject Sorted(JsonElement element)
    {
        var sorted = new JsonObject();
        foreach (var item in element.EnumerateObject().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            // A name that is there twice: the last one counts, as for most readers.
            sorted[item.Name] = Sorted(item.Value, item.Name);
        }

        return sorted;
    }
}
