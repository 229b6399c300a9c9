using System.Text;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Coordinator.Core.Replies;

/// <summary>Reads an answer's Markdown: CommonMark with pipe tables, strikethrough and bare links. HTML is text, except a line break.</summary>
internal static class ReplyMarkdown
{
    /// <summary>Markdig's writers refuse a depth of 128.</summary>
    private const int DeepestNesting = 100;

    private static readonly MarkdownPipeline Pipeline = BuildPipeline();

    public static MarkdownDocument Parse(string markdown)
    {
        var text = WithoutControls(markdown);
        try
        {
            var document = Markdown.Parse(text, Pipeline);
            if (!document.Descendants<LeafBlock>().Any(leaf => IsTooDeep(leaf.Inline, 0)))
            {
                ShowUnusedDefinitions(document);
                return document;
            }
        }
        catch (ArgumentException)
        {
            // Markdig's own limit, for blocks.
        }

        // Nesting of this depth is no formatting: the text is shown as it is.
        return [Paragraph(text)];
    }

    public static void Setup(HtmlRenderer renderer) => Pipeline.Setup(renderer);

    public static bool IsLineBreak(HtmlInline html) =>
        html.Tag.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() is "<BR>" or "<BR/>";

    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks();
        builder.BlockParsers.TryRemove<HtmlBlockParser>();
        return builder.Build();
    }

    /// <summary>Drops control characters (terminal colours in tool output) and replaces halves of surrogate pairs: Slack refuses both.</summary>
    private static string WithoutControls(string markdown)
    {
        var clean = new StringBuilder(markdown.Length);
        foreach (var rune in markdown.EnumerateRunes())
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\r' or '\t')
                clean.Append(rune.ToString());

        return clean.ToString();
    }

    private static bool IsTooDeep(ContainerInline? inlines, int depth) =>
        inlines is not null && (depth > DeepestNesting || inlines.OfType<ContainerInline>().Any(child => IsTooDeep(child, depth + 1)));

    /// <summary>A line like <c>[INFO]: started</c> is a link definition to Markdown, which shows nothing of it.</summary>
    private static void ShowUnusedDefinitions(MarkdownDocument document)
    {
        var used = document.Descendants<LinkInline>().Select(link => link.Reference).OfType<LinkReferenceDefinition>().ToHashSet();
        foreach (var definition in document.Descendants<LinkReferenceDefinition>().Where(d => !used.Contains(d)).ToList())
        {
            var group = definition.Parent!;
            var title = string.IsNullOrEmpty(definition.Title) ? "" : $" {definition.Title}";
            var index = group.Parent!.IndexOf(group);
            group.Parent.Insert(index, Paragraph($"[{definition.Label}]: {definition.Url}{title}"));
        }
    }

    private static ParagraphBlock Paragraph(string text)
    {
        var inlines = new ContainerInline();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (inlines.FirstChild is not null)
                inlines.AppendChild(new LineBreakInline());
            inlines.AppendChild(new LiteralInline(line));
        }

        return new ParagraphBlock { Inline = inlines };
    }
}
