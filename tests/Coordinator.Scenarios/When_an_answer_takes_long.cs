using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_an_answer_takes_long
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_say_after_two_seconds_that_it_works_and_put_the_answer_in_its_place()
    {
        var (called, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var scenario = await SlackScenario.StartAsync(
            request => request.Results.Count == 0 ? ModelReply.Asks(new StubCall("look", "{}")) : ModelReply.Says("Sunny."), Slow(called, release));
        await scenario.AskAsync();
        await called.Task.SoonAsync();
        Assert.Equal(0, scenario.PostCalls);
        var started = await scenario.Host.FactAsync<RunStarted>(SlackScenario.RunId);
        await scenario.Clock.ReachAsync(started.At.AddSeconds(2), Token);

        var working = await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId, posted => !posted.Final);
        Assert.Equal("Working on it…\n> How is Berlin?", Assert.Single(scenario.Thread).Shown.ReplaceLineEndings("\n"));
        release.SetResult();
        await scenario.Host.EndAsync(SlackScenario.RunId);
        var answer = Assert.Single(scenario.Thread);
        Assert.Equal((working.Ts, "Sunny."), (answer.Ts, answer.Shown));
        Assert.Equal(1, scenario.PostCalls);
    }

    [Fact]
    public async Task Should_post_a_long_answer_in_several_parts_in_order_one_a_second()
    {
        var lines = Enumerable.Range(1, 900).Select(number => $"Line {number} of a long answer that goes on.").ToList();
        await using var scenario = await SlackScenario.StartAsync(string.Join("\n\n", lines));
        await scenario.AskAsync();
        var first = await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId);
        for (var part = 1; part < first.Parts; part++)
        {
            await scenario.Host.FactAsync<ReplyIntended>(SlackScenario.RunId, intent => intent.Part == part);
            await scenario.Clock.ReachAsync(scenario.Clock.Now.AddSeconds(1), Token);
            await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId, posted => posted.Part == part);
        }

        await scenario.Host.EndAsync(SlackScenario.RunId);
        Assert.InRange(first.Parts, 3, 8);
        Assert.Equal(Enumerable.Range(0, first.Parts), scenario.Thread.Select(post => post.Part!.Value));
        Assert.Equal(lines, string.Join('\n', scenario.Thread.Select(post => post.Shown)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Should_keep_all_attempts_for_the_answer_when_saying_so_keeps_failing()
    {
        var (called, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var scenario = await SlackScenario.StartAsync(
            request => request.Results.Count == 0 ? ModelReply.Asks(new StubCall("look", "{}")) : ModelReply.Says("Sunny."), Slow(called, release));
        scenario.Slack.Use(call => call.Method == "chat.postMessage" ? TestKit.Slack.SlackBehaviour.Refuse("ratelimited") : null);
        await scenario.AskAsync();
        await called.Task.SoonAsync();
        await scenario.Clock.ReachAsync((await scenario.Host.FactAsync<RunStarted>(SlackScenario.RunId)).At.AddSeconds(2), Token);
        for (var attempt = 1; attempt < 8; attempt++)
        {
            await scenario.RetryAsync("working:0", attempt);
        }

        await scenario.Host.FactAsync<StepFailed>(SlackScenario.RunId, failed => failed.Step == "working:0" && failed.RetryAt is null);
        release.SetResult();
        await scenario.Clock.PassAsync(scenario.Clock.Now.AddSeconds(1), Token);
        var answer = await scenario.Host.FactAsync<StepFailed>(SlackScenario.RunId, failed => failed.Step == "post:0");
        scenario.Slack.Use(_ => null);
        await scenario.Clock.PassAsync(answer.RetryAt!.Value, Token);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
    }

    private static ScriptedTools Slow(TaskCompletionSource called, TaskCompletionSource release) => new ScriptedTools().Read("look", async (_, cancellationToken) =>
    {
        called.TrySetResult();
        await release.Task.WaitAsync(cancellationToken);
        return ScriptedTools.Says("seen");
    });
}
