using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

public sealed class When_slack_limits_the_rate
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_post_once_after_the_time_that_slack_asks_for()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Next("chat.postMessage", SlackBehaviour.RateLimit(TimeSpan.FromSeconds(30)));
        await scenario.AskAsync();
        var failed = await scenario.RetryAsync("post:0");
        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromSeconds(30), false), (failed.Class, failed.RetryAt - failed.At, failed.MaybeExecuted));
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
        Assert.Equal(2, scenario.PostCalls);
    }

    [Fact]
    public async Task Should_read_the_limit_from_a_body_with_status_200_too()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Next("chat.postMessage", SlackBehaviour.Refuse("ratelimited"));
        await scenario.AskAsync();
        Assert.Equal(FailureClass.RateLimited, (await scenario.RetryAsync("post:0")).Class);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Single(scenario.Thread);
    }

    [Fact]
    public async Task Should_hold_only_the_method_that_was_limited()
    {
        var (called, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var tools = new ScriptedTools().Read("look", async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return ScriptedTools.Says("seen");
        });
        await using var scenario = await SlackScenario.StartAsync(
            request => request.Number == 1 ? ModelReply.Asks(new StubCall("look", "{}")) : ModelReply.Says("Sunny."), tools);
        await scenario.AskAsync();
        await called.Task.SoonAsync();
        await scenario.Clock.ReachAsync((await scenario.Host.FactAsync<RunStarted>(SlackScenario.RunId)).At.AddSeconds(2), Token);
        await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId);

        // Another channel's post is limited; the first run updates its message all the same.
        scenario.Slack.Next("chat.postMessage", SlackBehaviour.RateLimit(TimeSpan.FromMinutes(5)));
        Assert.Equal(200, await scenario.Host.DeliverAsync(SlackPayloads.AppMention(SlackScenario.Question with { Channel = "C200" })));
        var other = $"slack-T100-C200-{SlackScenario.Ts}";
        var limited = await scenario.Host.FactAsync<StepFailed>(other);
        release.SetResult();
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);

        // A third channel's post is not even tried, because the method is on hold.
        var posts = scenario.PostCalls;
        Assert.Equal(200, await scenario.Host.DeliverAsync(SlackPayloads.AppMention(SlackScenario.Question with { Channel = "C300" })));
        Assert.Equal(FailureClass.RateLimited, (await scenario.Host.FactAsync<StepFailed>($"slack-T100-C300-{SlackScenario.Ts}")).Class);
        Assert.Equal(posts, scenario.PostCalls);
        await scenario.Clock.ReachAsync(limited.RetryAt!.Value, Token);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(other));
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync($"slack-T100-C300-{SlackScenario.Ts}"));
    }
}
