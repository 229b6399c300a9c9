using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>A model repeats what a tool result or a message says, and that may be written to call people together or to pose as a link.</summary>
public sealed class When_an_answer_is_hostile
{
    [Theory]
    [InlineData("<!channel> fire!")]
    [InlineData("<!here|here> <!everyone> <!subteam^S1|ops>")]
    [InlineData("<@U1> and <#C1|general>")]
    [InlineData("<https://evil.example|https://good.example>")]
    [InlineData("`<!channel>`\n\n```\n<!here>\n```")]
    [InlineData("| a |\n|---|\n| <!channel> |")]
    [InlineData("&lt;!channel&gt; &amp;lt;!here&amp;gt;")]
    public async Task Should_call_nobody(string text)
    {
        await using var scenario = await SlackScenario.StartAsync(request => request.Results.Count == 0 ? ModelReply.Asks(new StubCall("look", "{}")) : ModelReply.Says(request.Results[0].Text),
            new ScriptedTools().Read("look", _ => ScriptedTools.Says(text)));
        await scenario.AskAsync();
        await scenario.Host.EndAsync(SlackScenario.RunId);
        var post = Assert.Single(scenario.Thread);
        Assert.All(Mrkdwn(post), shown =>
        {
            Assert.DoesNotContain("<!", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("<@", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("<#", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("<https://evil.example|", shown, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Should_not_call_people_with_the_question_it_quotes()
    {
        await using var scenario = await SlackScenario.StartAsync(request => ModelReply.Says("Done.") with { Delivery = Delivery.Hang });
        await scenario.Host.DeliverAsync(SlackPayloads.AppMention(SlackScenario.Question with { Text = "shout <!channel> &lt;!here&gt;" }));
        await scenario.Model.RequestAsync(1, TestContext.Current.CancellationToken).SoonAsync();
        await scenario.Clock.ReachAsync(scenario.Clock.Now.AddSeconds(2), TestContext.Current.CancellationToken);
        var working = await scenario.Slack.WaitForPostAsync(_ => true, TestContext.Current.CancellationToken).SoonAsync();
        Assert.All(Mrkdwn(working), shown => Assert.DoesNotContain("<!", shown, StringComparison.Ordinal));
    }

    /// <summary>The texts in which Slack looks for its own marks; cells of tables are plain.</summary>
    private static IEnumerable<string> Mrkdwn(SlackStubPost post) =>
        [post.Text, .. post.Blocks!.Where(block => block!["type"]!.GetValue<string>() == "section").Select(block => block!["text"]!["text"]!.GetValue<string>())];
}
