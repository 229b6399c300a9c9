using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Coordinator.Core.Replies;

/// <summary>Turns an answer, written as Markdown, into HTML for the chat page.</summary>
public static class WebReply
{
    /// <summary>
    /// HTML without scripts, handlers or foreign elements: HTML in the answer is shown as text, links are http, https or mailto,
    /// and pictures become links, so that no answer can make a browser call another site by itself.
    /// </summary>
    public static string Render(string markdown)
    {
        var document = ReplyMarkdown.Parse(markdown);
        foreach (var inline in document.Descendants<Inline>().ToList())
            MakeSafe(inline);
        foreach (var table in document.Descendants<Table>())
            AlignByAttribute(table);

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        ReplyMarkdown.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The page's policy refuses style attributes.</summary>
    private static void AlignByAttribute(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            for (var column = 0; column < Math.Min(row.Count, table.ColumnDefinitions.Count); column++)
            {
                if (table.ColumnDefinitions[column].Alignment is { } side)
                    row[column].GetAttributes().AddProperty("align", side.ToString().ToLowerInvariant());
            }
        }

        foreach (var column in table.ColumnDefinitions)
            column.Alignment = null;
    }

    private static void MakeSafe(Inline inline)
    {
        switch (inline)
        {
            case HtmlInline html when ReplyMarkdown.IsLineBreak(html): html.ReplaceBy(new LineBreakInline { IsHard = true }); break;
            case HtmlInline html: html.ReplaceBy(new LiteralInline(html.Tag)); break;
            case LineBreakInline lineBreak: lineBreak.IsHard = true; break;
            case AutolinkInline auto when auto.IsEmail || ReplyLinks.IsAllowed(auto.Url): Mark(auto); break;
            case AutolinkInline auto: auto.ReplaceBy(new LiteralInline(auto.Url)); break;
            case LinkInline link: MakeSafe(link, link.GetDynamicUrl?.Invoke() ?? link.Url); break;
        }
    }

    private static void MakeSafe(LinkInline link, string? url)
    {
        if (link.FirstChild is null)
            link.AppendChild(new LiteralInline(url ?? ""));

        if (ReplyLinks.IsAllowed(url))
        {
            link.IsImage = false;
            Mark(link);
            return;
        }

        var text = new ContainerInline();
        link.ReplaceBy(text, copyChildren: true);
        if (!string.IsNullOrEmpty(url))
            text.AppendChild(new LiteralInline($" ({url})"));
    }

    private static void Mark(Inline link)
    {
        var attributes = link.GetAttributes();
        attributes.AddProperty("target", "_blank");
        attributes.AddProperty("rel", "noopener noreferrer nofollow");
    }
}
