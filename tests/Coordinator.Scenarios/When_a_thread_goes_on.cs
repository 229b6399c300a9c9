using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

public sealed class When_a_thread_goes_on
{
    [Fact]
    public async Task Should_answer_a_reply_without_a_mention_and_remember_what_was_said()
    {
        await using var scenario = await SlackScenario.StartAsync(request => ModelReply.Says($"You asked: {request.UserText}"));
        await scenario.AskAsync();
        await scenario.Host.EndAsync(SlackScenario.RunId);
        var second = await scenario.ReplyAsync("And Paris?", "1790000060.000100");
        await scenario.Host.FactAsync<ReplyIntended>(second);
        await scenario.Clock.ReachAsync(scenario.Clock.Now.AddSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(second));
        Assert.Equal(["You asked: How is Berlin?", "You asked: And Paris?"], scenario.Thread.Select(post => post.Shown));
        Assert.Contains(scenario.Model.Requests[1].Messages, message => message.Text.Contains("How is Berlin?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_leave_threads_alone_in_which_it_was_never_asked()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        await scenario.ReplyAsync("And Paris?", "1790000060.000100");
        Assert.Empty(await scenario.RunsAsync());
        Assert.Equal(1, scenario.Host.Counts.Of("coordinator.intake.events ignored thread_not_ours"));
    }

    [Fact]
    public async Task Should_take_one_question_after_the_other_in_the_order_they_came()
    {
        var (called, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var tools = new ScriptedTools().Read("look", async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return ScriptedTools.Says("seen");
        });
        await using var scenario = await SlackScenario.StartAsync(
            request => request.Results.Count == 0 && request.Number == 1 ? ModelReply.Asks(new StubCall("look", "{}")) : ModelReply.Says("Done."), tools);
        await scenario.AskAsync();
        await called.Task.SoonAsync();
        var second = await scenario.ReplyAsync("And Paris?", "1790000060.000100");
        var third = await scenario.ReplyAsync("And Rome?", "1790000061.000100");
        release.SetResult();
        foreach (var run in new[] { second, third })
        {
            await scenario.Host.FactAsync<ReplyIntended>(run);
            await scenario.Clock.ReachAsync(scenario.Clock.Now.AddSeconds(1), TestContext.Current.CancellationToken);
            await scenario.Host.EndAsync(run);
        }

        var order = scenario.Host.Facts.All.Where(happened => happened.Fact is RunStarted or RunFinished).Select(happened => happened.RunId);
        Assert.Equal([SlackScenario.RunId, SlackScenario.RunId, second, second, third, third], order);
        Assert.Equal(["How is Berlin?", "And Paris?", "And Rome?"], scenario.Model.Requests.Select(request => request.UserText).Distinct());
    }

    [Fact]
    public async Task Should_stop_everything_in_the_thread_when_somebody_says_so()
    {
        var called = new TaskCompletionSource();
        var tools = new ScriptedTools().Read("look", async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ScriptedTools.Says("never");
        });
        await using var scenario = await SlackScenario.StartAsync(_ => ModelReply.Asks(new StubCall("look", "{}")), tools);
        await scenario.AskAsync();
        await called.Task.SoonAsync();
        var waiting = await scenario.ReplyAsync("And Paris?", "1790000060.000100");
        await scenario.ReplyAsync("Stop!", "1790000061.000100");
        Assert.Equal(RunStatus.Stopped, await scenario.Host.EndAsync(SlackScenario.RunId));
        await scenario.Host.FactAsync<ReplyIntended>(waiting);
        await scenario.Clock.ReachAsync(scenario.Clock.Now.AddSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Stopped, await scenario.Host.EndAsync(waiting));
        Assert.All(scenario.Thread, post => Assert.Equal("*Stopped* by <@U100>. Nothing had been changed.", post.Shown));
        Assert.Equal(2, scenario.Thread.Count);
        Assert.Equal(2, (await scenario.RunsAsync()).Count);
    }

    [Fact]
    public async Task Should_not_let_a_late_stop_hit_a_question_asked_after_it()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        var stop = SlackPayloads.ChannelMessage(new SlackMessageEvent("stop", "1789999999.000100") { ThreadTs = SlackScenario.Ts });
        await scenario.AskAsync();
        Assert.Equal(200, await scenario.Host.DeliverAsync(stop));
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal(1, scenario.Host.Counts.Of("coordinator.intake.events ignored nothing_to_stop"));
    }
}
