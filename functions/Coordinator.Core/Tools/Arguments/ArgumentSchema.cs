using System.Text.Json;

namespace Coordinator.Core.Tools.Arguments;

/// <summary>What a tool's input schema says of one value; what it does not say, or says in a way that is not understood here, allows everything.</summary>
internal readonly struct ArgumentSchema(JsonElement root, JsonElement schema)
{
    private static readonly string[] Choices = ["anyOf", "oneOf"];

    public bool IsObject => schema.ValueKind == JsonValueKind.Object;

    public string? Format => Text("format") ?? Alternatives().Select(alternative => alternative.Text("format")).FirstOrDefault(format => format is not null);

    public IReadOnlyList<string> Required => Member("required") is { ValueKind: JsonValueKind.Array } required
        ? [.. required.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
        : [];

    /// <summary>Names that are known; null: the schema lists none.</summary>
    public IReadOnlyList<string>? Names => Member("properties") is { ValueKind: JsonValueKind.Object } properties ? [.. properties.EnumerateObject().Select(property => property.Name)] : null;

    public bool HasDefault => Member("default") is not null;

    public ArgumentSchema Items => Member("items") is { } items ? Resolve(items) : default;

    public static ArgumentSchema Of(JsonElement inputSchema) => new ArgumentSchema(inputSchema, inputSchema).Resolve(inputSchema);

    public ArgumentSchema Property(string name) =>
        Member("properties") is { ValueKind: JsonValueKind.Object } properties && properties.TryGetProperty(name, out var property) ? Resolve(property) : default;

    /// <summary>Whether it names types, and not this one: anything else allows it.</summary>
    public bool Excludes(string type)
    {
        var types = Types();
        return types.Count > 0 && !types.Contains(type);
    }

    /// <summary>Whether it names this type.</summary>
    public bool Takes(string type) => Types().Contains(type);

    public decimal? Number(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;

    private HashSet<string> Types()
    {
        var types = OwnTypes();
        if (types.Count > 0)
        {
            return types;
        }

        var alternatives = Alternatives().Select(alternative => alternative.OwnTypes()).ToList();
        return alternatives.Exists(alternative => alternative.Count == 0) ? [] : [.. alternatives.SelectMany(alternative => alternative)];
    }

    private HashSet<string> OwnTypes() => Member("type") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Where(type => type.ValueKind == JsonValueKind.String).Select(type => type.GetString()!)],
        _ => [],
    };

    private List<ArgumentSchema> Alternatives()
    {
        var alternatives = new List<ArgumentSchema>();
        foreach (var choice in Choices)
        {
            if (Member(choice) is { ValueKind: JsonValueKind.Array } list)
            {
                foreach (var item in list.EnumerateArray())
                {
                    alternatives.Add(Resolve(item));
                }
            }
        }

        return alternatives;
    }

    private ArgumentSchema Resolve(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$ref", out var reference) || reference.ValueKind != JsonValueKind.String)
        {
            return new ArgumentSchema(root, element);
        }

        var target = root;
        foreach (var part in reference.GetString()!.Split('/').Skip(1))
        {
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(part, out target))
            {
                return default;
            }
        }

        return new ArgumentSchema(root, target);
    }

    private string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private JsonElement? Member(string name) => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var member) ? member : null;
}
