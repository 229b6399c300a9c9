using Coordinator.Core.Runs;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>Repeating cannot help: the run is kept as a dead letter, and the log says so.</summary>
public sealed class When_slack_refuses_a_post
{
    [Theory]
    [InlineData("channel_not_found")]
    [InlineData("not_in_channel")]
    [InlineData("invalid_auth")]
    [InlineData("is_archived")]
    [InlineData("some_new_word")]
    public async Task Should_keep_the_run_as_a_dead_letter_and_log_it(string word)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Use(call => call.Method == "chat.postMessage" ? SlackBehaviour.Refuse(word) : null);
        await scenario.AskAsync();
        Assert.Equal(RunStatus.Failed, await scenario.Host.EndAsync(SlackScenario.RunId));
        var dead = await scenario.Host.FactAsync<RunDeadLettered>(SlackScenario.RunId);
        Assert.Equal(("slack", $"Slack refused chat.postMessage: {word}."), (dead.FailureType, dead.Error));
        Assert.Contains(scenario.Host.Log.Lines.All, line =>
            line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(SlackScenario.RunId, StringComparison.Ordinal) && line.Contains(word, StringComparison.Ordinal));
        Assert.Equal(1, scenario.PostCalls);
        Assert.Equal("failed", Assert.Single(await scenario.RunsAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Should_give_up_after_eight_attempts_and_not_before()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Slack.Use(call => call.Method == "chat.postMessage" ? SlackBehaviour.Refuse("ratelimited") : null);
        await scenario.AskAsync();
        for (var attempt = 1; attempt < 8; attempt++)
        {
            await scenario.RetryAsync("post:0", attempt);
        }

        Assert.Equal(RunStatus.Failed, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal(8, scenario.PostCalls);
        Assert.Equal("slack", (await scenario.Host.FactAsync<RunDeadLettered>(SlackScenario.RunId)).FailureType);
    }

    [Fact]
    public async Task Should_say_in_the_thread_that_a_run_failed_for_another_reason()
    {
        await using var scenario = await SlackScenario.StartAsync(_ => TestKit.Models.ModelReply.Fails(401));
        await scenario.AskAsync();
        Assert.Equal(RunStatus.Failed, await scenario.Host.EndAsync(SlackScenario.RunId));
        var post = Assert.Single(scenario.Thread);
        Assert.StartsWith("*I could not finish this.*", post.Shown, StringComparison.Ordinal);
        Assert.Contains(SlackScenario.RunId, post.Shown, StringComparison.Ordinal);
        Assert.Contains(scenario.Host.Log.Lines.All, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(SlackScenario.RunId, StringComparison.Ordinal));
    }
}
