using Spectre.Console;

namespace Coordinator.Cli.Output;

/// <summary>Shares out a narrow terminal: words stay whole, and what room is left goes where it saves most lines.</summary>
internal static class TableWidths
{
    /// <summary>Longer ones, such as an OCID or JSON, are broken: few tables would fit otherwise.</summary>
    private const int LongestWord = 50;

    /// <summary>To which they are broken.</summary>
    private const int BrokenWord = 24;

    /// <param name="columns">The texts of each column, its head among them.</param>
    /// <param name="room">Of all together, without frames and the blanks beside them.</param>
    /// <returns>Null: not even the words fit.</returns>
    public static IReadOnlyList<int>? Share(IReadOnlyList<IReadOnlyList<string>> columns, int room)
    {
        var widths = columns.Select(LeastWidth).ToList();
        var left = room - widths.Sum();
        if (left < 0)
        {
            return null;
        }

        // The highest column first, and of two the one that a line less costs less.
        while (Enumerable.Range(0, columns.Count)
            .Select(index => (Index: index, Lines: LinesOf(columns[index], widths[index]), Cost: CostOfALineLess(columns[index], widths[index], left)))
            .Where(column => column.Cost is not null)
            .OrderByDescending(column => column.Lines).ThenBy(column => column.Cost)
            .FirstOrDefault() is { Cost: { } cost } chosen)
        {
            widths[chosen.Index] += cost;
            left -= cost;
        }

        return widths;
    }

    private static int LeastWidth(IReadOnlyList<string> texts) =>
        texts.SelectMany(text => text.Split(' ')).Max(word => word.GetCellWidth()) is var longest && longest <= LongestWord ? longest : BrokenWord;

    private static int? CostOfALineLess(IReadOnlyList<string> texts, int width, int most)
    {
        var lines = LinesOf(texts, width);
        for (var more = 1; lines > 1 && more <= most; more++)
        {
            if (LinesOf(texts, width + more) < lines)
            {
                return more;
            }
        }

        return null;
    }

    private static int LinesOf(IReadOnlyList<string> texts, int width) => texts.Max(text => LinesOf(text, width));

    private static int LinesOf(string text, int width)
    {
        var (lines, used) = (1, 0);
        foreach (var word in text.Split(' ').Select(word => word.GetCellWidth()))
        {
            if (used > 0 && used + 1 + word <= width)
            {
                used += 1 + word;
                continue;
            }

            lines += (used > 0 ? 1 : 0) + ((Math.Max(word, 1) - 1) / width);
            used = word == 0 ? 0 : ((word - 1) % width) + 1;
        }

        return lines;
    }
}
