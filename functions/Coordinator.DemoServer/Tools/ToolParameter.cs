using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.DemoServer.Tools;

/// <summary>One argument of a tool: its JSON Schema, and the check that holds callers to it.</summary>
internal sealed record ToolParameter(string Name, string JsonType, string Description)
{
    private const string DateFormat = "yyyy-MM-dd";

    public bool Required { get; init; }

    public int? Minimum { get; init; }

    public int? Maximum { get; init; }

    public JsonNode? Default { get; init; }

    /// <summary>Upper case; callers may write them as they like.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public bool IsDate { get; init; }

    public static ToolParameter Text(string name, string description) => new(name, "string", description);

    public static ToolParameter Date(string name, string description) => new(name, "string", description) { IsDate = true };

    public static ToolParameter Flag(string name, bool @default, string description) => new(name, "boolean", description) { Default = @default };

    public static ToolParameter Number(string name, int @default, int minimum, int maximum, string description) =>
        new(name, "integer", description) { Default = @default, Minimum = minimum, Maximum = maximum };

    public static ToolParameter OneOf(string name, IReadOnlyList<string> values, string description) =>
        new(name, "string", description) { Values = values };

    public JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = JsonType, ["description"] = Description };
        if (Default is not null) schema["default"] = Default.DeepClone();
        if (Minimum is { } minimum) schema["minimum"] = minimum;
        if (Maximum is { } maximum) schema["maximum"] = maximum;
        if (IsDate) schema["format"] = "date";
        if (Values is not null) schema["enum"] = new JsonArray([.. Values.Select(v => JsonValue.Create(v))]);
        return schema;
    }

    /// <summary>The value in the type the tool reads, or null with a sentence that says what is wrong with it.</summary>
    public (object? Value, string? Problem) Read(JsonElement given) => JsonType switch
    {
        "integer" => given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var number) && number >= Minimum && number <= Maximum
            ? (number, null)
            : Wrong(given, $"an integer from {Minimum} to {Maximum}"),
        "boolean" => given.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? (given.GetBoolean(), null)
            : Wrong(given, "true or false"),
        _ => given.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(given.GetString())
            ? ReadText(given, given.GetString()!.Trim())
            : Wrong(given, "a string that is not empty"),
    };

    private (object? Value, string? Problem) ReadText(JsonElement given, string text)
    {
        if (IsDate)
        {
            return DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? (date, null)
                : Wrong(given, "a date as YYYY-MM-DD");
        }

        if (Values is null) return (text, null);
        var value = Values.FirstOrDefault(v => v.Equals(text, StringComparison.OrdinalIgnoreCase));
        return value is null ? Wrong(given, "one of " + string.Join(", ", Values)) : (value, null);
    }

    private (object? Value, string? Problem) Wrong(JsonElement given, string expected)
    {
        var raw = given.GetRawText();
        return (null, $"{Name} must be {expected}, not {(raw.Length > 100 ? raw[..100] + "..." : raw)}.");
    }
}
