namespace Coordinator.Cli.Output;

/// <summary>Shares out a narrow terminal: words stay whole, and what is missing is taken from the columns that have the most.</summary>
internal static class TableWidths
{
    /// <summary>Longer ones, such as an OCID or JSON, are broken: few tables would fit otherwise.</summary>
    private const int LongestWord = 50;

    /// <summary>To which they are broken.</summary>
    private const int BrokenWord = 24;

    /// <param name="columns">Of each its longest word and its longest line.</param>
    /// <param name="room">Of all together, without frames and the blanks beside them.</param>
    /// <returns>Null: not even the words fit.</returns>
    public static IReadOnlyList<int>? Share(IReadOnlyList<(int Word, int Line)> columns, int room)
    {
        var widths = columns.Select(column => column.Word <= LongestWord ? column.Word : BrokenWord).ToList();
        var left = room - widths.Sum();
        if (left < 0)
        {
            return null;
        }

        // Those that lack least first: a time stamp is whole before a message gets the rest.
        var lacking = Enumerable.Range(0, columns.Count).OrderBy(index => columns[index].Line - widths[index]).ToList();
        foreach (var index in lacking)
        {
            var more = Math.Min(columns[index].Line - widths[index], left);
            widths[index] += more;
            left -= more;
        }

        return widths;
    }
}
