using System.Globalization;

namespace Coordinator.Core.Workflows;

/// <summary>Month names in a message. Whole words only: "summary" has no March in it.</summary>
internal static class MonthWords
{
    private static readonly string[] Names = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;

    /// <summary>The month that the words from <paramref name="position"/> on name, and how many words that took; longest first.</summary>
    public static IEnumerable<(DateOnly FirstDay, int Words)> Read(IReadOnlyList<string> words, int position, DateOnly today)
    {
        var thisMonth = new DateOnly(today.Year, today.Month, 1);
        if (position + 1 < words.Count && Is(words[position + 1], "month"))
        {
            if (Is(words[position], "last"))
            {
                yield return (thisMonth.AddMonths(-1), 2);
            }
            else if (Is(words[position], "this"))
            {
                yield return (thisMonth, 2);
            }
        }

        if (MonthOf(words[position]) is not { } month)
        {
            yield break;
        }

        if (position + 1 < words.Count && int.TryParse(words[position + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100)
        {
            yield return (new DateOnly(year, month, 1), 2);
        }

        // A month that is still to come this year was last year's.
        yield return (new DateOnly(month > today.Month ? today.Year - 1 : today.Year, month, 1), 1);
    }

    private static int? MonthOf(string word)
    {
        for (var month = 0; month < 12; month++)
        {
            if (Is(word, Names[month]) || Is(word, Names[month][..3]) || (month == 8 && Is(word, "sept")))
            {
                return month + 1;
            }
        }

        return null;
    }

    private static bool Is(string word, string expected) => string.Equals(word, expected, StringComparison.OrdinalIgnoreCase);
}
