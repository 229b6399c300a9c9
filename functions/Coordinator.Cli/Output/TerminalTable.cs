using Spectre.Console;
using Spectre.Console.Rendering;

namespace Coordinator.Cli.Output;

/// <summary>A table on a terminal as wide as it is: as it stands, or with lines broken between words, or, where not even words fit, each row as a list of its cells.</summary>
internal static class TerminalTable
{
    /// <summary>A frame and a blank on either side.</summary>
    private const int Beside = 3;

    public static void Write(IAnsiConsole console, IReadOnlyList<TableHead> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var sizes = heads.Select((head, index) => rows.Select(row => SizeOf(console, row[index])).Append(SizeOf(console, head.Name)).Aggregate((one, other) => (Math.Max(one.Word, other.Word), Math.Max(one.Line, other.Line)))).ToList();
        var room = console.Profile.Width - (heads.Count * Beside) - 1;
        if (TableWidths.Share(sizes, room) is { } widths)
        {
            console.Write(Framed(heads, widths, rows));
            return;
        }

        foreach (var row in rows)
        {
            console.Write(Listed(heads, row));
        }
    }

    private static Table Framed(IReadOnlyList<TableHead> heads, IReadOnlyList<int> widths, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Rounded, UseSafeBorder = true };
        foreach (var (index, head) in heads.Index())
        {
            table.AddColumn(new TableColumn(new Text(head.Name)) { Alignment = head.IsNumber ? Justify.Right : Justify.Left, Padding = new Padding(1, 0, 1, 0), Width = widths[index] });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell, Tint.Of(cell))));
        }

        return table;
    }

    private static Table Listed(IReadOnlyList<TableHead> heads, IReadOnlyList<string> row)
    {
        var list = new Table { Border = TableBorder.Rounded, UseSafeBorder = true }.HideHeaders().AddColumn(new TableColumn("") { NoWrap = true }).AddColumn(new TableColumn(""));
        foreach (var (index, head) in heads.Index().Where(item => row[item.Index].Length > 0))
        {
            list.AddRow(new Text(head.Name), new Text(row[index], Tint.Of(row[index])));
        }

        return list.Expand();
    }

    private static (int Word, int Line) SizeOf(IAnsiConsole console, string text)
    {
        var measured = ((IRenderable)new Text(text)).Measure(RenderOptions.Create(console, console.Profile.Capabilities), int.MaxValue);
        return (measured.Min, measured.Max);
    }
}

/// <param name="Name">In capitals.</param>
internal sealed record TableHead(string Name, bool IsNumber);
