using System.Globalization;
using System.Text;

namespace Coordinator.Core.Replies;

/// <summary>A table as aligned lines, for a code block.</summary>
internal static class TextTable
{
    /// <summary>Longer cells push their row to the right instead of widening every row.</summary>
    private const int WidestColumn = 40;

    public static string Write(TablePiece table)
    {
        var rows = table.Rows.Select(row => row.Select(TextOf).ToArray()).ToList();
        var widths = table.Alignments.Select((_, column) => Math.Clamp(rows.Max(row => Width(row[column])), 1, WidestColumn)).ToArray();
        var text = new StringBuilder();
        for (var index = 0; index < rows.Count; index++)
        {
            var cells = rows[index].Select((cell, column) => Pad(cell, widths[column], table.Alignments[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
            if (index == 0)
                text.Append(string.Join("  ", widths.Select(width => new string('-', width)))).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A code block has no links, so the address stands beside the text.</summary>
    private static string TextOf(TableCell cell) => InlineRuns.PlainText(cell.Runs.Select(run =>
        run.Url is null || run.Url == run.Text ? run : run with { Text = $"{run.Text} ({run.Url})" }));

    private static string Pad(string cell, int width, string alignment)
    {
        var space = Math.Max(0, width - Width(cell));
        var before = alignment switch { "right" => space, "center" => space / 2, _ => 0 };
        return new string(' ', before) + cell + new string(' ', space - before);
    }

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
