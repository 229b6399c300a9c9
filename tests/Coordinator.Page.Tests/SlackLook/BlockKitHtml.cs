using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordinator.Core.Replies;

namespace Coordinator.Page.Tests.SlackLook;

/// <summary>Slack messages as HTML, about as Slack shows them. Knows the blocks that we send and no others: a new one must be looked at too.</summary>
internal static partial class BlockKitHtml
{
    public static string Of(IEnumerable<SlackPart> parts) =>
        $"""
        <!doctype html><meta charset="utf-8"><title>Slack</title><style>{Style}</style>
        {string.Concat(parts.Select(part => $"<article><b class=avatar></b><div><header><strong>Coordinator</strong> <i>APP</i> <time>10:42</time></header>{string.Concat(part.Blocks.Select(block => Block(block!)))}</div></article>"))}
        """;

    private const string Style =
        """
        body { margin: 0; padding: 16px 20px; width: 720px; font: 15px/1.46668 "Lato", "Liberation Sans", Arial, sans-serif; color: #1d1c1d; background: #fff }
        article { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 8px; padding: 8px 0 } .avatar { width: 36px; height: 36px; border-radius: 8px; background: #0b6e66 }
        header { margin-bottom: 2px } header i { font: 10px sans-serif; background: #ddd; padding: 1px 3px; border-radius: 2px } time { color: #616061; font-size: 12px }
        p { margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere } hr { border: 0; border-top: 1px solid #ddd; margin: 8px 0 }
        code { font: 12px Menlo, "Liberation Mono", monospace; color: #c01343; background: #f8f8f8; border: 1px solid #ddd; border-radius: 3px; padding: 2px 3px 1px }
        pre { font: 12px/1.5 Menlo, "Liberation Mono", monospace; background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px; margin: 4px 0 8px; white-space: pre-wrap; overflow-wrap: anywhere }
        blockquote { margin: 0 0 4px; padding-left: 12px; border-left: 4px solid #ddd } a { color: #1264a3; text-decoration: none }
        table { border-collapse: collapse; margin: 0 0 8px; font-size: 14px } td { border: 1px solid #ddd; padding: 4px 8px; white-space: nowrap; max-width: 320px; overflow: hidden; text-overflow: ellipsis } td.wrap { white-space: normal } tr:first-child td { font-weight: 700; background: #f8f8f8 }
        """;

    private static string Block(JsonNode block) => (string)block["type"]! switch
    {
        "section" when (string?)block["text"]!["type"] == "mrkdwn" => Mrkdwn((string)block["text"]!["text"]!),
        "divider" => "<hr>",
        "table" => Table(block),
        var other => throw new NotSupportedException($"No look is known for a block of type {other}."),
    };

    private static string Table(JsonNode table)
    {
        var settings = table["column_settings"]!.AsArray();
        var html = new StringBuilder("<table>");
        foreach (var row in table["rows"]!.AsArray())
        {
            html.Append("<tr>");
            foreach (var (cell, column) in row!.AsArray().Select((cell, column) => (cell!, settings[column]!)))
            {
                html.Append(null, $"<td align={column["align"]}{((bool)column["is_wrapped"]! ? " class=wrap" : "")}>{Cell(cell)}</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</table>").ToString();
    }

    private static string Cell(JsonNode cell) => (string)cell["type"]! switch
    {
        "raw_text" => WebUtility.HtmlEncode((string)cell["text"]!),
        "rich_text" => string.Concat(cell["elements"]!.AsArray().SelectMany(section => section!["elements"]!.AsArray()).Select(element => Element(element!))),
        var other => throw new NotSupportedException($"No look is known for a cell of type {other}."),
    };

    private static string Element(JsonNode element)
    {
        var html = WebUtility.HtmlEncode((string)element["text"]!);
        foreach (var (style, tag) in new[] { ("code", "code"), ("bold", "b"), ("italic", "em"), ("strike", "s") })
        {
            html = element["style"]?[style] is not null ? $"<{tag}>{html}</{tag}>" : html;
        }

        return (string)element["type"]! == "link" ? $"<a>{html}</a>" : html;
    }

    /// <summary>The text is escaped already, as Slack asks for it.</summary>
    private static string Mrkdwn(string text)
    {
        var html = new StringBuilder();
        foreach (var part in Fence().Split(text).Select((part, index) => (Text: part, IsCode: index % 2 == 1)).Where(part => part.Text.Length > 0))
        {
            html.Append(part.IsCode ? $"<pre>{part.Text.Trim('\n')}</pre>" : Prose(part.Text));
        }

        return html.ToString();
    }

    private static string Prose(string text)
    {
        var html = new StringBuilder();
        foreach (var group in text.Trim('\n').Split('\n').Select(line => (Line: line, IsQuote: line.StartsWith("&gt; ", StringComparison.Ordinal) || line.StartsWith("> ", StringComparison.Ordinal))))
        {
            html.Append(group.IsQuote ? $"<blockquote>{Inline(Quote().Replace(group.Line, ""))}</blockquote>" : Inline(group.Line) + "\n");
        }

        return $"<p>{html.ToString().TrimEnd('\n')}</p>";
    }

    private static string Inline(string line)
    {
        var spans = CodeSpan().Split(line);
        return string.Concat(spans.Select((span, index) => index % 2 == 1 ? $"<code>{span}</code>" : Styled(span)));
    }

    private static string Styled(string text)
    {
        text = Mention().Replace(text, "<a>@$1</a>");
        text = Link().Replace(text, "<a>$2</a>");
        text = Bold().Replace(text, "<b>$1</b>");
        return Italic().Replace(text, "<em>$1</em>");
    }

    [GeneratedRegex("```")]
    private static partial Regex Fence();

    [GeneratedRegex("^(&gt;|>) ")]
    private static partial Regex Quote();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("<@([A-Z0-9]+)>")]
    private static partial Regex Mention();

    [GeneratedRegex(@"<([^|>]+)\|([^>]+)>")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w*])\*([^*]+)\*(?![\w*])")]
    private static partial Regex Bold();

    [GeneratedRegex(@"(?<![\w_])_([^_]+)_(?![\w_])")]
    private static partial Regex Italic();
}
