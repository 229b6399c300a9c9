using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

public sealed class SlackTextTests
{
    [Theory]
    [InlineData("list instances", "list instances")]
    [InlineData("  list instances\n", "list instances")]
    [InlineData("<@U0BOT>list instances", "list instances")]
    [InlineData("<@U0BOT>, list instances", "list instances")]
    [InlineData("<@U0BOT>: list instances", "list instances")]
    [InlineData("<@U0BOT|coordinator>\u00a0list\u00a0instances", "list instances")]
    [InlineData("<@U0BOT> <@U0BOT> list", "list")]
    [InlineData("ask <@U0BOT> about it", "ask about it")]
    [InlineData("list instances <@U0BOT>", "list instances")]
    [InlineData("hey <@U0BOT>, list", "hey , list")]
    [InlineData("<@U0BOT>", "")]
    public void Text_HasNoMentionOfUs(string raw, string expected) => AssertReads(raw, expected);

    [Theory]
    [InlineData("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("&lt;@U0BOT&gt;", "<@U0BOT>")]
    [InlineData("AT&T &copy; & &am", "AT&T &copy; & &am")]
    public void Text_HasEscapesDecodedOnce(string raw, string expected) => AssertReads(raw, expected);

    [Theory]
    [InlineData("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2")]
    [InlineData("<https://x.example|here>", "here (https://x.example)")]
    [InlineData("<https://x.example|https://x.example>", "https://x.example")]
    [InlineData("ping <http://web-01.example|web-01.example>", "ping web-01.example")]
    [InlineData("<mailto:a@x.example|a@x.example>", "a@x.example")]
    [InlineData("<mailto:a@x.example>", "a@x.example")]
    [InlineData("<tel:+4912345|+49 12345>", "+49 12345 (tel:+4912345)")]
    public void Text_HasReadableLinks(string raw, string expected) => AssertReads(raw, expected);

    [Theory]
    [InlineData("<@U0BOB> and <@U0EVE|eve>", "@U0BOB and @eve")]
    [InlineData("<#C0DEV> <#C0DEV|> <#C0DEV|dev &amp; ops>", "#C0DEV #C0DEV #dev & ops")]
    [InlineData("<!here> <!channel> <!everyone>", "@here @channel @everyone")]
    [InlineData("<!subteam^S0DBA> <!subteam^S0DBA|@dba>", "@S0DBA @dba")]
    [InlineData("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014")]
    public void Text_HasReadableNames(string raw, string expected) => AssertReads(raw, expected);

    [Theory]
    [InlineData("a < b", "a < b")]
    [InlineData("<", "<")]
    [InlineData("<>", "<>")]
    [InlineData("<@U0BOT", "<@U0BOT")]
    [InlineData("<|>", "")]
    [InlineData("😀 <@U0BOT> größer", "😀 größer")]
    public void Text_WhenSlacksMarkupIsBroken_IsKept(string raw, string expected) => AssertReads(raw, expected);

    [Fact]
    public void Text_WhenNobodySaidWhoWeAre_LosesTheMentionAtItsStart()
    {
        var bare = SlackPayload.Envelope(SlackPayload.Message("<@U0BOT> ask <@U0BOB>", "app_mention")).Without("authorizations");

        Assert.Equal("ask @U0BOB", Deciding.Started(bare.Bytes()).Text);
    }

    private static void AssertReads(string raw, string expected) => Assert.Equal(expected, Deciding.Started(SlackPayload.Direct(raw)).Text);
}
