using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary>A tool's result: a list as a table with what else is listed below it, one thing as its fields, anything else as it came.</summary>
internal static class ToolResultView
{
    /// <summary>More columns than that fit on no screen.</summary>
    private const int MostColumns = 8;

    public static void Show(Screen screen, JsonElement outcome)
    {
        var result = outcome.Member("structured") ?? Parsed(outcome.Text("result"));
        if (result is { } json && ListOf(json) is { } list)
        {
            List<JsonElement> rows = [.. list.Value.EnumerateArray()];
            screen.Table([.. ColumnsOf(rows)], rows, "");
            foreach (var other in ListsOf(json).Where(other => other.Name != list.Name))
            {
                screen.Note($"{other.Name}: {json.List(other.Name)}");
            }
        }
        else if (result is { ValueKind: JsonValueKind.Object } fields)
        {
            screen.Fields([.. fields.EnumerateObject().Select(member => (member.Name, fields.Text(member.Name)))]);
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

    /// <summary>A list of things, or the only such list of an object.</summary>
    private static (string Name, JsonElement Value)? ListOf(JsonElement result) =>
        ListsOf(result).Where(list => list.Value.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object)).ToList() is [var only] ? only : null;

    /// <summary>Those with something in them. A list that is the whole result has no name.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> ListsOf(JsonElement result) =>
        (result.ValueKind == JsonValueKind.Object ? result.EnumerateObject().Select(member => (member.Name, member.Value)) : [("", result)])
            .Where(list => list.Value.ValueKind == JsonValueKind.Array && list.Value.GetArrayLength() > 0);

    private static IEnumerable<Column> ColumnsOf(List<JsonElement> rows) =>
        rows.SelectMany(row => row.EnumerateObject())
            .Where(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            .GroupBy(member => member.Name)
            .Take(MostColumns)
            .Select(column => new Column(column.Key.ToUpperInvariant().Replace('_', ' '), column.Key, column.All(member => member.Value.ValueKind == JsonValueKind.Number)));
}
