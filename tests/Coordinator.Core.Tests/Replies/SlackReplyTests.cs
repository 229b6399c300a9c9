using System.Text.Json.Nodes;
using Coordinator.Core.Replies;
using Coordinator.TestKit.Slack;

namespace Coordinator.Core.Tests.Replies;

public sealed class SlackReplyTests
{
    [Theory]
    [InlineData("**bold** *italic* ~~gone~~ ***both***", "*bold* _italic_ ~gone~ _*both*_")]
    [InlineData("__bold__ _italic_", "*bold* _italic_")]
    [InlineData("# Title **bold**", "*Title bold*")]
    [InlineData("**a *b* c**", "*a _b_ c*")]
    [InlineData("foo**bar**baz", "foo\u200b*bar*\u200bbaz")]
    [InlineData("my_snake_case", "my_snake_case")]
    [InlineData("**one\ntwo**", "*one*\n*two*")]
    [InlineData("one  \ntwo\nthree<br>four", "one\ntwo\nthree\nfour")]
    [InlineData("a < b & c > d", "a &lt; b &amp; c &gt; d")]
    [InlineData("&lt;tag&gt; &copy;", "&lt;tag&gt; ©")]
    [InlineData("<!channel> <!here> <@U123> <script>", "&lt;!channel&gt; &lt;!here&gt; &lt;@U123&gt; &lt;script&gt;")]
    [InlineData("[docs](https://x.y/?a=1&b=2|3)", "<https://x.y/?a=1&amp;b=2%7C3|docs>")]
    [InlineData("[**a** > b](mailto:a@b.c)", "<mailto:a@b.c|a &gt; b>")]
    [InlineData("see https://x.y/a_b_c now", "see <https://x.y/a_b_c> now")]
    [InlineData("[click](javascript:alert(1))", "click (javascript:alert(1))")]
    [InlineData("[file](/etc/passwd)", "file (/etc/passwd)")]
    [InlineData("![chart](https://x.y/z.png)", "<https://x.y/z.png|chart>")]
    [InlineData("`a < b`", "`a &lt; b`")]
    [InlineData("`` a`b ``", "a`b")]
    [InlineData("```sql\nselect 1 < 2\n```", "```\nselect 1 &lt; 2\n```")]
    [InlineData("````\na\n```\nb\n````", "```\na\n`\u200b`\u200b`\nb\n```")]
    [InlineData("> one\n> two", "> one\n> two")]
    [InlineData("- a\n- b\n  - c\n\n1. x\n2. y", "• a\n• b\n    ◦ c\n1. x\n2. y")]
    [InlineData("3. x\n4. y", "3. x\n4. y")]
    [InlineData("one\n\ntwo", "one\n\ntwo")]
    [InlineData("# Title\ntext", "*Title*\ntext")]
    [InlineData("[INFO]: started", "[INFO]: started")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred[0m")]
    public void Render_OfMarkdown_GivesMrkdwn(string markdown, string mrkdwn)
    {
        var part = Assert.Single(SlackReply.Render(markdown));
        Assert.Equal(mrkdwn, RenderedWords.SectionText(Assert.Single(part.Blocks)));
        Assert.Equal(mrkdwn, part.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n ")]
    [InlineData("---\n\n---")]
    public void Render_OfNothing_SaysSo(string markdown) => Assert.Equal("The answer is empty.", Assert.Single(SlackReply.Render(markdown)).Text);

    [Fact]
    public void Render_OfARule_GivesADivider()
    {
        var part = Assert.Single(SlackReply.Render("one\n\n---\n\ntwo"));
        Assert.Equal(["section", "divider", "section"], part.Blocks.Select(TypeOf));
    }

    [Fact]
    public void Render_OfSections_AreVerbatimAndExpanded()
    {
        var section = Assert.Single(Assert.Single(SlackReply.Render("#general and @here")).Blocks)!;
        Assert.True(section["text"]!["verbatim"]!.GetValue<bool>());
        Assert.True(section["expand"]!.GetValue<bool>());
    }

    [Fact]
    public void Render_OfLongFormattedText_ClosesAndReopensFormattingAtTheCut()
    {
        var parts = SlackReply.Render($"> **{string.Join(' ', Enumerable.Repeat("word", 2000))}**");
        var sections = parts.SelectMany(part => part.Blocks).Select(RenderedWords.SectionText).ToList();

        Assert.True(sections.Count > 2);
        Assert.All(sections, text =>
        {
            Assert.StartsWith("> *word", text, StringComparison.Ordinal);
            Assert.EndsWith("word*", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Render_OfMoreThanFiftyBlocks_StartsAPartAndKeepsTheHeadingWithItsCode()
    {
        var markdown = string.Concat(Enumerable.Repeat("text\n\n---\n\n", 24)) + "text\n\n## Last\n```\ncode\n```";
        var parts = SlackReply.Render(markdown);

        Assert.Equal(2, parts.Count);
        Assert.Equal(49, parts[0].Blocks.Count);
        Assert.Equal(["*Last*", "```\ncode\n```"], parts[1].Blocks.Select(RenderedWords.SectionText));
    }

    [Fact]
    public void Render_OfTextOverTheMessageLimit_StartsAPart()
    {
        var parts = SlackReply.Render(string.Join("\n\n", Enumerable.Repeat(new string('a', 2900), 5)));

        Assert.Equal(2, parts.Count);
        Assert.All(parts, part => Assert.InRange(SlackMessageRules.Texts(part.Blocks).Sum(text => text.Length), 1, SlackLimits.MessageText));
    }

    [Fact]
    public void Render_OfLongText_CutsTheNotificationTextAtALine()
    {
        var text = SlackReply.Render(string.Join('\n', Enumerable.Repeat("a & b", 1000)))[0].Text;

        Assert.InRange(text.Length, SlackLimits.FallbackText - 20, SlackLimits.FallbackText);
        Assert.EndsWith("a &amp; b\n…", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Working_OfAQuestion_QuotesItsFirstLine()
    {
        var part = SlackReply.Working("stop <web-01>\nand more");

        Assert.Equal("Working on it…", part.Text);
        Assert.Equal("Working on it…\n> stop &lt;web-01&gt;", RenderedWords.SectionText(Assert.Single(part.Blocks)));
    }

    [Fact]
    public void Working_OfALongQuestion_IsCut()
    {
        var text = RenderedWords.SectionText(Assert.Single(SlackReply.Working(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 500))).Blocks));

        Assert.InRange(text.Length, 20, 200);
        Assert.EndsWith("👩‍👩‍👧‍👦…", text, StringComparison.Ordinal);
    }

    private static string TypeOf(JsonNode? block) => block!["type"]!.GetValue<string>();
}
