using Markdig;

namespace Coordinator.Http;

/// <summary>An answer's Markdown as HTML; HTML in the Markdown becomes text.</summary>
internal static class ReplyHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static string Render(string markdown) => Markdown.ToHtml(markdown, Pipeline);
}
