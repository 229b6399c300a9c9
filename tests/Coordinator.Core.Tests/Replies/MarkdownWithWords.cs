using System.Globalization;
using System.Text;
using CsCheck;

namespace Coordinator.Core.Tests.Replies;

/// <summary>Markdown documents of every construct an answer may hold, made of countable words.</summary>
internal static class MarkdownWithWords
{
    private enum Shape
    {
        Heading,
        Paragraph,
        LongParagraph,
        List,
        Quote,
        Code,
        LongCode,
        Table,
        LongTable,
        WideTable,
        Rule,
    }

    public static readonly Gen<string> Documents = Gen.Select(Gen.Enum<Shape>().Array[1, 8], Gen.Int[1, 400]).Select((shapes, size) =>
    {
        var document = new StringBuilder();
        var word = 0;
        foreach (var shape in shapes)
            document.Append(Write(shape, size, Word)).Append("\n\n");
        return document.ToString();

        string Word() => string.Create(CultureInfo.InvariantCulture, $"w{++word}x");
    });

    private static string Write(Shape shape, int size, Func<string> word) => shape switch
    {
        Shape.Heading => $"## {word()} **{word()}**",
        Shape.Paragraph => $"{word()} **{word()} *{word()}* {word()}** a{word()}b `{word()} <{word()}>` ~~{word()}~~ [{word()}](https://x.y/?a&b) & <{word()}>\n{word()}",
        Shape.LongParagraph => $"**{Repeat(20 * size, " ", word)}**",
        Shape.List => string.Join('\n', Enumerable.Range(0, size).Select(index => $"{new string(' ', 2 * (index % 3))}- {word()}")),
        Shape.Quote => $"> {Repeat(size, "\n> ", word)}",
        Shape.Code => $"```sql\n{Repeat(size, " <& \n", word)}\n```",
        Shape.LongCode => $"```\n{Repeat(10 * size, " 語", word)}\n```",
        Shape.Table => Table(3, 5, word),
        Shape.LongTable => Table(2, Math.Min(size, 297), word),
        Shape.WideTable => Table(25, 3, word),
        _ => "***",
    };

    private static string Table(int columns, int rows, Func<string> word)
    {
        var lines = new List<string> { "", $"|{Repeat(columns, "|", () => "---")}|" };
        // Continued tables repeat their header, so it holds no words to count.
        lines[0] = $"|{Repeat(columns, "|", () => "h")}|";
        for (var row = 0; row < rows; row++)
            lines.Add(Row());
        return string.Join('\n', lines);

        string Row() => $"| {Repeat(columns, " | ", () => $"`{word()}`")} |";
    }

    private static string Repeat(int count, string separator, Func<string> word) =>
        string.Join(separator, Enumerable.Range(0, count).Select(_ => word()));
}
