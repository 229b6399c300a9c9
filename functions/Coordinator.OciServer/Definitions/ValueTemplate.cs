using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordinator.OciServer.Definitions;

/// <summary>
/// A value of a request with <c>{argument}</c> in it. Alone, it stands for the argument in its own type, and for nothing if the argument was not given;
/// inside a longer text it stands for its text.
/// </summary>
internal sealed partial class ValueTemplate
{
    private readonly string text;

    public ValueTemplate(string text)
    {
        this.text = text;
        Names = [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value)];
        IsOneArgument = Names.Count == 1 && text == $"{{{Names[0]}}}";
    }

    /// <summary>The arguments it uses.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsOneArgument { get; }

    /// <summary>Null if an argument of it is missing: what is half known is left out whole.</summary>
    /// <param name="encode">For each value, but not for the text around it.</param>
    public string? Fill(Func<string, string?> argument, Func<string, string>? encode = null)
    {
        if (Names.Count == 0) return text;
        if (Names.Any(name => argument(name) is null)) return null;
        return Placeholder().Replace(text, match => encode is null ? argument(match.Groups[1].Value)! : encode(argument(match.Groups[1].Value)!));
    }

    /// <summary>Those of a body.</summary>
    public static IEnumerable<ValueTemplate> In(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => In(member.Value)),
        JsonArray list => list.SelectMany(In),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [new ValueTemplate(value.GetValue<string>())],
        _ => [],
    };

    public override string ToString() => text;

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
