using Coordinator.Core.Runs;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

public sealed class When_somebody_mentions_the_bot
{
    private static readonly SlackMessageEvent Question = SlackScenario.Question;

    public static TheoryData<string, string> Ignored => new()
    {
        { "edited", "coordinator.intake.events ignored subtype" },
        { "our own", "coordinator.intake.events ignored own_message" },
        { "not addressed", "coordinator.intake.events ignored not_addressed" },
    };

    [Fact]
    public async Task Should_answer_once_in_the_thread_with_the_run_in_the_metadata()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        await scenario.AskAsync();
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        var post = Assert.Single(scenario.Thread);
        Assert.Equal((Question.Channel, Question.Ts, SlackScenario.RunId, 0), (post.Channel, post.ThreadTs, post.RunId, post.Part));
        Assert.Equal("Sunny.", post.Shown);
        Assert.Equal(1, scenario.PostCalls);
        Assert.Equal("How is Berlin?", Assert.Single(scenario.Model.Requests).UserText);
    }

    [Fact]
    public async Task Should_make_one_run_of_the_mention_and_the_message_event()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        await scenario.AskAsync();
        Assert.Equal(200, await scenario.Host.DeliverAsync(SlackPayloads.ChannelMessage(Question, mentionsBot: true)));
        await scenario.Host.EndAsync(SlackScenario.RunId);
        Assert.Single(await scenario.RunsAsync());
        Assert.Equal(1, scenario.PostCalls);
    }

    [Fact]
    public async Task Should_answer_once_when_the_event_comes_fifty_times_at_once()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => scenario.Host.DeliverAsync(SlackPayloads.AppMention(Question)))).SoonAsync();
        Assert.All(statuses, status => Assert.Equal(200, status));
        await scenario.Host.EndAsync(SlackScenario.RunId);
        Assert.Single(await scenario.RunsAsync());
        Assert.Single(scenario.Model.Requests);
        Assert.Equal(1, scenario.PostCalls);
        Assert.Equal((1, 49), (scenario.Host.Counts.Of("coordinator.intake.events started none"), scenario.Host.Counts.Of("coordinator.intake.events duplicate none")));
    }

    [Fact]
    public async Task Should_acknowledge_slacks_retries_without_work()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        await scenario.AskAsync();
        await scenario.Host.EndAsync(SlackScenario.RunId);
        scenario.Clock.Advance(TimeSpan.FromMinutes(5));
        var signed = new ScenarioPlan { Clock = scenario.Clock }.Sign(SlackPayloads.AppMention(Question));
        foreach (var retry in new[] { 1, 2, 3 })
        {
            Assert.Equal(200, await scenario.Host.DeliverAsync(signed.AsRetry(retry)));
        }

        Assert.Single(await scenario.RunsAsync());
        Assert.Single(scenario.Model.Requests);
        Assert.Equal(1, scenario.PostCalls);
    }

    [Fact]
    public async Task Should_answer_a_direct_message_without_a_mention()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        var message = Question with { Channel = "D100" };
        Assert.Equal(200, await scenario.Host.DeliverAsync(SlackPayloads.DirectMessage(message)));
        await scenario.Host.EndAsync($"slack-T100-D100-{message.Ts}");
        Assert.Equal("Sunny.", Assert.Single(scenario.Slack.Thread("D100", message.Ts)).Shown);
    }

    [Theory]
    [MemberData(nameof(Ignored))]
    public async Task Should_ignore_messages_that_are_not_for_it(string kind, string counted)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        var payload = kind switch
        {
            "edited" => SlackPayloads.MessageChanged(Question),
            "our own" => SlackPayloads.OwnMessage(Question),
            _ => SlackPayloads.ChannelMessage(Question),
        };
        Assert.Equal(200, await scenario.Host.DeliverAsync(payload));
        Assert.Empty(await scenario.RunsAsync());
        Assert.Equal(1, scenario.Host.Counts.Of(counted));
    }
}
