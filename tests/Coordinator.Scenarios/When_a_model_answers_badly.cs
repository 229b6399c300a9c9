using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_a_model_answers_badly
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Delivery, FailureClass> Broken => new()
    {
        { Delivery.CutBefore, FailureClass.Network },
        { Delivery.CutHalfway, FailureClass.Network },
        { Delivery.StopHalfway, FailureClass.Network },
        { Delivery.Garbage, FailureClass.Protocol },
        { Delivery.GarbageHalfway, FailureClass.Protocol },
        { Delivery.Html, FailureClass.Protocol },
        { Delivery.Empty, FailureClass.Protocol },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Should_ask_again_and_give_the_second_answer(Delivery delivery, FailureClass expected)
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Model.Enqueue(ModelReply.Says("Half of this never counts.") with { Delivery = delivery });
        await scenario.AskAsync();
        Assert.Equal(expected, (await scenario.RetryAsync("turn:1")).Class);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
        Assert.Equal(2, scenario.Model.Requests.Count);
    }

    [Theory]
    [InlineData(Delivery.Garbage)]
    [InlineData(Delivery.Whole)]
    public async Task Should_say_in_the_thread_that_it_cannot_finish_when_it_stays_so(Delivery delivery)
    {
        await using var scenario = await SlackScenario.StartAsync(_ => ModelReply.Says("") with { Delivery = delivery });
        await scenario.AskAsync();
        await scenario.RetryAsync("turn:1");
        Assert.Equal(RunStatus.Failed, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.StartsWith("*I could not finish this.*", Assert.Single(scenario.Thread).Shown, StringComparison.Ordinal);
        Assert.Equal("llm_call", (await scenario.Host.FactAsync<RunDeadLettered>(SlackScenario.RunId)).FailureType);
        Assert.Equal(2, scenario.Model.Requests.Count);
    }

    [Fact]
    public async Task Should_end_the_call_at_the_time_limit_when_it_hangs()
    {
        await using var scenario = await SlackScenario.StartAsync("Sunny.");
        scenario.Model.Enqueue(ModelReply.Says("never") with { Delivery = Delivery.Hang });
        await scenario.AskAsync();
        var request = await scenario.Model.RequestAsync(1, Token).SoonAsync();
        var asked = scenario.Clock.Now;
        await scenario.Clock.ReachAsync(asked.AddMinutes(5), Token);
        await request.CallerGone.SoonAsync();
        Assert.Equal(FailureClass.Timeout, (await scenario.RetryAsync("turn:1")).Class);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
    }

    [Fact]
    public async Task Should_drop_the_call_at_once_when_the_run_is_stopped()
    {
        await using var scenario = await SlackScenario.StartAsync(_ => ModelReply.Says("never") with { Delivery = Delivery.Drip });
        await scenario.AskAsync();
        var request = await scenario.Model.RequestAsync(1, Token).SoonAsync();
        using var stopped = await scenario.Host.PostAsync($"/runs/{SlackScenario.RunId}/stop", new { user_id = "ann" });
        Assert.Equal(202, (int)stopped.StatusCode);
        await request.CallerGone.SoonAsync();
        Assert.Equal(RunStatus.Stopped, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("*Stopped* by ann. Nothing had been changed.", Assert.Single(scenario.Thread).Shown);
    }
}
