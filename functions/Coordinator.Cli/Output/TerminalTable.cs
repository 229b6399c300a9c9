using Spectre.Console;

namespace Coordinator.Cli.Output;

/// <summary>
/// A table on a terminal as wide as it is: with frames and lines broken between words, where that does not fit without frames, and where not even words fit each
/// row as a list of its cells.
/// </summary>
internal static class TerminalTable
{
    /// <summary>A frame and a blank on either side.</summary>
    private const int BesideFramed = 3;

    /// <summary>Two blanks.</summary>
    private const int BesideBare = 2;

    public static void Write(IAnsiConsole console, IReadOnlyList<TableHead> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var columns = heads.Select((head, index) => rows.Select(row => row[index]).Prepend(head.Name).ToList()).ToList();
        var width = console.Profile.Width;
        if (TableWidths.Share(columns, width - (heads.Count * BesideFramed) - 1) is { } framed)
        {
            console.Write(Table(TableBorder.Rounded, new Padding(1, 0, 1, 0), heads, framed, rows));
        }
        else if (TableWidths.Share(columns, width - (heads.Count * BesideBare)) is { } bare)
        {
            console.Write(Table(TableBorder.None, new Padding(0, 0, BesideBare, 0), heads, bare, rows));
        }
        else
        {
            foreach (var row in rows)
            {
                console.Write(List(heads, row));
                console.WriteLine();
            }
        }
    }

    private static Table Table(TableBorder border, Padding padding, IReadOnlyList<TableHead> heads, IReadOnlyList<int> widths, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = border, UseSafeBorder = true };
        foreach (var (index, head) in heads.Index())
        {
            table.AddColumn(new TableColumn(new Text(head.Name)) { Alignment = head.IsNumber ? Justify.Right : Justify.Left, Padding = padding, Width = widths[index] });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell, Tint.Of(cell))));
        }

        return table;
    }

    private static Grid List(IReadOnlyList<TableHead> heads, IReadOnlyList<string> row)
    {
        var list = new Grid().AddColumn(new GridColumn { Width = heads.Max(head => head.Name.Length), NoWrap = true }).AddColumn(new GridColumn());
        foreach (var (index, head) in heads.Index().Where(item => row[item.Index].Length > 0))
        {
            list.AddRow(new Text(head.Name), new Text(row[index], Tint.Of(row[index])));
        }

        return list;
    }
}

/// <param name="Name">In capitals.</param>
internal sealed record TableHead(string Name, bool IsNumber);
