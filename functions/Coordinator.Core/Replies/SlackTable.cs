using System.Text.Json.Nodes;

namespace Coordinator.Core.Replies;

/// <summary>
/// Tables as Slack's <c>table</c> block: rows of <c>raw_text</c> cells, or <c>rich_text</c> cells where a cell has formatting or links.
/// A cell of no characters makes Slack refuse the whole message.
/// </summary>
internal static class SlackTable
{
    /// <summary>A column with longer cells is wrapped instead of cut off by Slack.</summary>
    private const int WrapFrom = 40;

    /// <summary>One block a message, the header repeated in each; empty if the table cannot be shown this way.</summary>
    public static List<SlackBlock> Split(TablePiece table)
    {
        var header = table.Rows[0];
        var headerLength = LengthOf(header);
        if (table.Alignments.Count > SlackLimits.TableColumns || table.Rows.Skip(1).Any(row => headerLength + LengthOf(row) > SlackLimits.TableText) || headerLength > SlackLimits.TableText)
            return [];

        var blocks = new List<SlackBlock>();
        var rows = new List<IReadOnlyList<TableCell>> { header };
        var length = headerLength;
        foreach (var row in table.Rows.Skip(1))
        {
            if (rows.Count == SlackLimits.TableRows || length + LengthOf(row) > SlackLimits.TableText)
            {
                blocks.Add(Block(table.Alignments, rows, length));
                (rows, length) = ([header], headerLength);
            }

            rows.Add(row);
            length += LengthOf(row);
        }

        blocks.Add(Block(table.Alignments, rows, length));
        return blocks;
    }

    private static SlackBlock Block(IReadOnlyList<string> alignments, List<IReadOnlyList<TableCell>> rows, int length)
    {
        var settings = alignments.Select((align, column) => new JsonObject
        {
            ["align"] = align,
            ["is_wrapped"] = rows.Any(row => row[column].Text.Length > WrapFrom),
        });
        var json = new JsonObject
        {
            ["type"] = "table",
            ["column_settings"] = new JsonArray([.. settings]),
            ["rows"] = new JsonArray([.. rows.Select(row => new JsonArray([.. row.Select(Cell)]))]),
        };
        var fallback = string.Join('\n', rows.Select(row => MrkdwnText.Escape(string.Join(" | ", row.Select(cell => cell.Text)))));
        return new SlackBlock(json, length, fallback);
    }

    private static int LengthOf(IReadOnlyList<TableCell> row) =>
        row.Sum(cell => 1 + cell.Runs.Sum(run => run.Text.Length + (run.Url?.Length ?? 0)));

    private static JsonObject Cell(TableCell cell)
    {
        if (cell.IsPlain || cell.Text.Length == 0)
            return new JsonObject { ["type"] = "raw_text", ["text"] = cell.Text.Length > 0 ? cell.Text : " " };

        var section = new JsonObject
        {
            ["type"] = "rich_text_section",
            ["elements"] = new JsonArray([.. cell.Runs.Select(Element)]),
        };
        return new JsonObject { ["type"] = "rich_text", ["elements"] = new JsonArray(section) };
    }

    private static JsonObject Element(InlineRun run)
    {
        var element = run switch
        {
            { Kind: RunKind.Link } => new JsonObject { ["type"] = "link", ["url"] = run.Url, ["text"] = run.Text },
            { Kind: RunKind.LineBreak } => new JsonObject { ["type"] = "text", ["text"] = " " },
            _ => new JsonObject { ["type"] = "text", ["text"] = run.Text },
        };

        var style = new JsonObject();
        if (run.Style.Contains('*')) style["bold"] = true;
        if (run.Style.Contains('_')) style["italic"] = true;
        if (run.Style.Contains('~')) style["strike"] = true;
        if (run.Kind == RunKind.Code) style["code"] = true;
        if (style.Count > 0)
            element["style"] = style;
        return element;
    }
}
