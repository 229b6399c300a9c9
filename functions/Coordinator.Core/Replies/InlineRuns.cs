using Markdig.Syntax.Inlines;

namespace Coordinator.Core.Replies;

/// <summary>Flattens Markdown's tree of inlines into runs.</summary>
internal sealed class InlineRuns
{
    private readonly List<InlineRun> _runs = [];

    private InlineRuns()
    {
    }

    public static List<InlineRun> Of(ContainerInline? inlines, string style = "")
    {
        var runs = new InlineRuns();
        runs.AddChildren(inlines, style);
        return runs._runs;
    }

    /// <summary>The text alone, on one line.</summary>
    public static string PlainText(IEnumerable<InlineRun> runs) =>
        string.Concat(runs.Select(run => run.Kind == RunKind.LineBreak ? " " : run.Text)).Trim();

    private void AddChildren(ContainerInline? container, string style)
    {
        foreach (var child in container ?? [])
            Add(child, style);
    }

    private void Add(Inline inline, string style)
    {
        switch (inline)
        {
            case LiteralInline literal: AddText(literal.Content.ToString(), style); break;
            case CodeInline code: _runs.Add(new(RunKind.Code, code.Content, style)); break;
            case LineBreakInline: _runs.Add(new(RunKind.LineBreak, "")); break;
            case HtmlEntityInline entity: AddText(entity.Transcoded.ToString(), style); break;
            case HtmlInline html when ReplyMarkdown.IsLineBreak(html): _runs.Add(new(RunKind.LineBreak, "")); break;
            case HtmlInline html: AddText(html.Tag, style); break;
            case AutolinkInline auto: AddLink(auto.IsEmail ? $"mailto:{auto.Url}" : auto.Url, [new(RunKind.Text, auto.Url, style)], style); break;
            case LinkInline link: AddLink(link.GetDynamicUrl?.Invoke() ?? link.Url, Of(link, style), style); break;
            case EmphasisInline emphasis: AddChildren(emphasis, With(style, Marker(emphasis))); break;
            case DelimiterInline delimiter: AddText(delimiter.ToLiteral(), style); AddChildren(delimiter, style); break;
            case ContainerInline container: AddChildren(container, style); break;
            default: AddText(inline.ToString() ?? "", style); break;
        }
    }

    private void AddText(string text, string style)
    {
        if (text.Length == 0)
            return;
        if (_runs is [.., { Kind: RunKind.Text } last] && last.Style == style)
            _runs[^1] = last with { Text = last.Text + text };
        else
            _runs.Add(new(RunKind.Text, text, style));
    }

    private void AddLink(string? url, List<InlineRun> label, string style)
    {
        var text = PlainText(label);
        if (ReplyLinks.IsAllowed(url))
        {
            _runs.Add(new(RunKind.Link, text.Length > 0 ? text : url!, style, url));
            return;
        }

        _runs.AddRange(label);
        if (!string.IsNullOrEmpty(url) && url != text)
            AddText(text.Length > 0 ? $" ({url})" : url, style);
    }

    private static char Marker(EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => '~',
        { DelimiterCount: 2 } => '*',
        _ => '_',
    };

    private static string With(string style, char marker) => style.Contains(marker) ? style : style + marker;
}
