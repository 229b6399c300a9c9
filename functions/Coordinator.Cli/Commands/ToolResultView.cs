using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary>A tool's result: a list as a table, one thing as its fields, anything else as it came.</summary>
internal static class ToolResultView
{
    /// <summary>More columns than that fit on no screen.</summary>
    private const int MostColumns = 8;

    public static void Show(Screen screen, JsonElement outcome)
    {
        var result = outcome.Member("structured") ?? Parsed(outcome.Text("result"));
        if (result is { } json && RowsOf(json) is { Count: > 0 } rows)
        {
            screen.Table([.. ColumnsOf(rows)], rows, "");
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
    private static List<JsonElement>? RowsOf(JsonElement result)
    {
        var lists = result.ValueKind == JsonValueKind.Object
            ? result.EnumerateObject().Select(member => member.Value).Where(value => value.ValueKind == JsonValueKind.Array).ToList()
            : result.ValueKind == JsonValueKind.Array ? [result] : [];
        return lists is [var only] && only.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object) ? [.. only.EnumerateArray()] : null;
    }

    private static IEnumerable<Column> ColumnsOf(List<JsonElement> rows) =>
        rows.SelectMany(row => row.EnumerateObject())
            .Where(member => member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            .GroupBy(member => member.Name)
            .Take(MostColumns)
            .Select(column => new Column(column.Key.ToUpperInvariant().Replace('_', ' '), column.Key, column.All(member => member.Value.ValueKind == JsonValueKind.Number)));
}
