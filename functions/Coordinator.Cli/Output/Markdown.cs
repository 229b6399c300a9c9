using System.Text.RegularExpressions;
using Spectre.Console;

namespace Coordinator.Cli.Output;

/// <summary>The Markdown of answers for a terminal: tables are drawn, bold is bold; anything else stays as it was written.</summary>
internal static partial class Markdown
{
    /// <summary>Tables and lines of text, in order.</summary>
    public static IEnumerable<MarkdownPart> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (at + 1 < lines.Length && Rule().IsMatch(lines[at + 1]) && Cells(lines[at]) is { Count: > 0 } heads && Cells(lines[at + 1]) is var rules && rules.Count == heads.Count)
            {
                var rows = lines.Skip(at + 2).TakeWhile(line => line.StartsWith('|')).Select(line => Cells(line)).ToList();
                yield return new MarkdownPart.Table([.. heads.Select((head, index) => new TableHead(head, rules[index].EndsWith(':')))], [.. rows.Select(row => Exactly(row, heads.Count))]);
                at += 1 + rows.Count;
            }
            else
            {
                yield return new MarkdownPart.Line(lines[at]);
            }
        }
    }

    /// <summary>A line with its bold parts.</summary>
    public static Paragraph Styled(string line)
    {
        var paragraph = new Paragraph();
        foreach (var (index, piece) in Bold().Split(line).Index())
        {
            paragraph.Append(piece, index % 2 == 1 ? new Style(decoration: Decoration.Bold) : Style.Plain);
        }

        return paragraph;
    }

    private static List<string> Cells(string line) =>
        line.StartsWith('|') ? [.. Bar().Split(line.TrimEnd().TrimStart('|')).Select(cell => Bold().Replace(cell.Replace(@"\|", "|", StringComparison.Ordinal).Trim(), "$1")).SkipLast(line.TrimEnd().EndsWith('|') ? 1 : 0)] : [];

    private static List<string> Exactly(List<string> row, int count) => [.. row.Concat(Enumerable.Repeat("", count)).Take(count)];

    [GeneratedRegex(@"^\|(\s*:?-+:?\s*\|)+\s*$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"\*\*(?=\S)(.+?)(?<=\S)\*\*")]
    private static partial Regex Bold();
}

/// <summary>A piece of an answer.</summary>
internal abstract record MarkdownPart
{
    public sealed record Line(string Text) : MarkdownPart;

    public sealed record Table(IReadOnlyList<TableHead> Heads, IReadOnlyList<IReadOnlyList<string>> Rows) : MarkdownPart;
}
