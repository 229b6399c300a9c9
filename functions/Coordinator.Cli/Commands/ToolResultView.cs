using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary>A tool's result: a list as a table and what else it says beside the output, one thing as its fields, anything else as it came.</summary>
internal static class ToolResultView
{
    /// <summary>More columns than that fit on no screen.</summary>
    private const int MostColumns = 8;

    /// <summary>Says what kind of result it is, to programs.</summary>
    private const string Kind = "type";

    public static void Show(Screen screen, JsonElement outcome)
    {
        var result = outcome.Member("structured") ?? Parsed(outcome.Text("result"));
        if (result is { } json && ListOf(json) is { } list)
        {
            List<JsonElement> rows = [.. list.Value.EnumerateArray()];
            screen.Table([.. ColumnsOf(rows)], rows, "");
            foreach (var (name, value) in MembersOf(json).Where(member => member.Name != list.Name && member.Name != Kind && member.Value.Length > 0))
            {
                screen.Note($"{name}: {value}");
            }
        }
        else if (result is { ValueKind: JsonValueKind.Object } fields)
        {
            screen.Fields([.. MembersOf(fields)]);
        }
        else
        {
            screen.Line(outcome.Text("result"));
        }
    }

    private static JsonElement? Parsed(string text)
    {
        try
        {
            return text.StartsWith('{') || text.StartsWith('[') ? JsonElement.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A list of things, or the only such list of an object. A list that is the whole result has no name.</summary>
    private static (string Name, JsonElement Value)? ListOf(JsonElement result)
    {
        var members = result.ValueKind == JsonValueKind.Object ? result.EnumerateObject().Select(member => (member.Name, member.Value)) : [("", result)];
        return members.Where(member => IsOfThings(member.Value)).ToList() is [var only] ? only : null;
    }

    private static bool IsOfThings(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object);

    private static IEnumerable<(string Name, string Value)> MembersOf(JsonElement result) => result.ValueKind == JsonValueKind.Object
        ? result.EnumerateObject().Select(member => (member.Name, ValueOf(result, member)))
        : [];

    private static string ValueOf(JsonElement result, JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Array when !IsOfThings(member.Value) => result.List(member.Name),
        JsonValueKind.Object => string.Join(", ", MembersOf(member.Value).Where(inner => inner.Value.Length > 0).Select(inner => $"{inner.Name} {inner.Value}")),
        _ => result.Text(member.Name),
    };

    private static IEnumerable<Column> ColumnsOf(List<JsonElement> rows) =>
        rows.SelectMany(row => row.EnumerateObject())
            .Where(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            .GroupBy(member => member.Name)
            .Take(MostColumns)
            .Select(column => new Column(column.Key.ToUpperInvariant().Replace('_', ' '), column.Key, column.All(member => member.Value.ValueKind == JsonValueKind.Number)));
}
