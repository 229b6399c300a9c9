using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>The post was sent and no answer came: it may stand in the thread or not.</summary>
public sealed class When_a_post_gets_lost
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, FailureClass> Taken => new()
    {
        { "cut", FailureClass.Network },
        { "withheld", FailureClass.Timeout },
        { "500", FailureClass.ServerError },
        { "garbled", FailureClass.Protocol },
    };

    public static TheoryData<string, FailureClass> NotTaken => new()
    {
        { "cut", FailureClass.Network },
        { "never answered", FailureClass.Timeout },
        { "500", FailureClass.ServerError },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task Should_find_it_in_the_thread_and_post_nothing_again(string how, FailureClass expected)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Next("chat.postMessage", how switch
        {
            "cut" => SlackBehaviour.TakeAndCut,
            "withheld" => SlackBehaviour.TakeAndWithholdAnswer,
            "500" => SlackBehaviour.TakeAndAnswer(500),
            _ => SlackBehaviour.TakeAndAnswer(200, "<html>"),
        });
        var failed = await LoseAsync(scenario, silent: how == "withheld");
        Assert.Equal((expected, true), (failed.Class, failed.MaybeExecuted));
        Assert.True((await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId)).Healed);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
        Assert.Equal(1, scenario.PostCalls);
    }

    [Theory]
    [MemberData(nameof(NotTaken))]
    public async Task Should_post_again_when_it_is_not_in_the_thread(string how, FailureClass expected)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Next("chat.postMessage", how switch
        {
            "cut" => SlackBehaviour.Cut,
            "never answered" => SlackBehaviour.NeverAnswer,
            _ => SlackBehaviour.Answer(500),
        });
        Assert.Equal(expected, (await LoseAsync(scenario, silent: how == "never answered")).Class);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.False((await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId)).Healed);
        Assert.Single(scenario.Thread);
        Assert.Equal(2, scenario.PostCalls);
        Assert.Contains(scenario.Slack.Calls, call => call.Method == "conversations.replies");
    }

    [Fact]
    public async Task Should_post_again_and_count_it_when_the_thread_cannot_be_read()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Next("chat.postMessage", SlackBehaviour.Cut);
        scenario.Slack.Next("conversations.replies", SlackBehaviour.Refuse("missing_scope"));
        await LoseAsync(scenario);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Single(scenario.Thread);
        Assert.Equal(1, scenario.Host.Counts.Of("reply_unverified"));
    }

    [Fact]
    public async Task Should_update_a_lost_working_message_with_the_answer()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Model.Enqueue(TestKit.Models.ModelReply.Fails(429, "60"));
        scenario.Slack.Next("chat.postMessage", SlackBehaviour.TakeAndCut);
        await scenario.AskAsync();
        await scenario.Clock.ReachAsync((await scenario.Host.FactAsync<RunStarted>(SlackScenario.RunId)).At.AddSeconds(2), Token);
        var intent = await scenario.Host.FactAsync<ReplyIntended>(SlackScenario.RunId);
        await scenario.Host.FactAsync<StepFailed>(SlackScenario.RunId, failed => failed.Step == "working:0");
        await scenario.Clock.PassAsync(intent.At.AddSeconds(10), Token);
        Assert.True((await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId)).Healed);
        await scenario.RetryAsync("turn:1");
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
        Assert.Equal(1, scenario.PostCalls);
    }

    /// <summary>Asks, lets the post get lost, and brings the time at which it is looked for.</summary>
    /// <param name="silent">Slack does not answer: our time limit ends the call.</param>
    private static async Task<StepFailed> LoseAsync(SlackScenario scenario, bool silent = false)
    {
        await scenario.AskAsync();
        var intent = await scenario.Host.FactAsync<ReplyIntended>(SlackScenario.RunId);
        await scenario.Slack.WaitForCallAsync(call => call.Method == "chat.postMessage", Token).SoonAsync();
        var findFrom = intent.At.AddSeconds(10);
        if (silent)
        {
            await scenario.Clock.ReachAsync(findFrom, Token);
        }

        var failed = await scenario.Host.FactAsync<StepFailed>(SlackScenario.RunId);
        await scenario.Clock.PassAsync(failed.RetryAt > findFrom ? failed.RetryAt.Value : findFrom, Token);
        return failed;
    }
}
