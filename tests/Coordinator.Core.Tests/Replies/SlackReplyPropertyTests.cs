using System.Text;
using System.Text.RegularExpressions;
using Coordinator.Core.Replies;
using Coordinator.TestKit.Slack;
using CsCheck;

namespace Coordinator.Core.Tests.Replies;

public sealed partial class SlackReplyPropertyTests
{
    private static readonly string[] Snippets =
    [
        "# ", "## ", "**", "*", "_", "~~", "`", "```\n", "````", "~~~\n", "> ", ">> ", "- ", "  - ", "1. ", "| ", " |\n", "|---|--:|\n", "---\n", "\n", "\n\n", " ",
        "[a](", "](http://x.y/?a=1&b=2)", "](javascript:alert(1))", "<https://a.b|c>", "<!channel>", "<@U123>", "<br>", "<b>", "&amp;", "&lt;", "&", "<", ">", "[x]: y\n",
        "![", "👩‍👩‍👧‍👦", "é", "語", "\ud83d", "\u0000", "\u001b[31m", "\\", "http://a.b/c_d_e ", "word", "a", "    ", "\t", "@here", "www.x.y ",
    ];

    private static readonly Gen<string> Snippet = Gen.Int[0, Snippets.Length - 1].Select(index => Snippets[index]);

    private static readonly Gen<string> Anything = Gen.OneOf(
        Snippet.Array[0, 60].Select(string.Concat),
        Gen.String[0, 400],
        Gen.Select(Snippet, Gen.Int[1, 3000]).Select((snippet, count) => new StringBuilder().Insert(0, snippet, count).ToString()),
        Gen.Select(Snippet.Array[1, 6], Gen.Int[1, 400]).Select((snippets, count) => new StringBuilder().Insert(0, string.Concat(snippets), count).ToString()));

    [Fact]
    public void Render_OfAnyMarkdown_IsAcceptedBySlack() => Anything.Sample(
        markdown =>
        {
            var parts = SlackReply.Render(markdown);
            Assert.NotEmpty(parts);
            Assert.All(parts, part =>
            {
                Assert.Null(SlackMessageRules.Refusal(part.Text, part.Blocks));
                Assert.InRange(part.Text.Length, 1, SlackLimits.FallbackText);
                Assert.All(RenderedWords.Mrkdwn(part), text => Assert.True(RenderedWords.IsEscaped(text), text));
                Assert.All(SlackMessageRules.Texts(part.Blocks).Append(part.Text), text => Assert.True(IsWhole(text), "a surrogate pair was split"));
            });
        },
        iter: 500);

    [Fact]
    public void Render_OfAnyMarkdown_KeepsFencesClosed() => Anything.Sample(
        markdown => Assert.All(
            SlackReply.Render(markdown).SelectMany(part => part.Blocks).Where(block => block!["type"]!.GetValue<string>() == "section").Select(RenderedWords.SectionText),
            text => Assert.Equal(text.StartsWith("```\n", StringComparison.Ordinal) && text.EndsWith("\n```", StringComparison.Ordinal) ? 2 : 0, Fences().Count(text))),
        iter: 250);

    [Fact]
    public void Render_OfWellFormedMarkdown_KeepsEveryWordInOrder() => MarkdownWithWords.Documents.Sample(
        markdown => Assert.Equal(RenderedWords.Of(markdown), RenderedWords.Of(SlackReply.Render(markdown))),
        iter: 100);

    [Fact]
    public void WebRender_OfAnyMarkdown_HasNoActiveContent() => Anything.Sample(
        markdown =>
        {
            var html = WebReply.Render(markdown);
            Assert.All(Elements().Matches(html).Select(match => match.Groups[1].Value), name => Assert.Contains(name, SafeElements));
            Assert.All(Addresses().Matches(html).Select(match => match.Groups[1].Value), url => Assert.Matches("^(https?|mailto):", url));
        },
        iter: 250);

    [Fact]
    public void WebRender_OfWellFormedMarkdown_KeepsEveryWordInOrder() => MarkdownWithWords.Documents.Sample(
        markdown => Assert.Equal(RenderedWords.Of(markdown), RenderedWords.Of(WebReply.Render(markdown))),
        iter: 60);

    private static readonly string[] SafeElements =
        ["h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "strong", "em", "del", "code", "pre", "a", "ul", "ol", "li", "blockquote", "hr", "table", "thead", "tbody", "tr", "th", "td", "col", "colgroup"];

    private static bool IsWhole(string text) => text.EnumerateRunes().Sum(rune => rune.Utf16SequenceLength) == text.Length
        && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    [GeneratedRegex("```")]
    private static partial Regex Fences();

    [GeneratedRegex("</?([a-zA-Z0-9]+)")]
    private static partial Regex Elements();

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Addresses();
}
