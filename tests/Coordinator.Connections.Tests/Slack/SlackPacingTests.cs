using Coordinator.Connections.Slack;
using Coordinator.Core.Failures;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;

namespace Coordinator.Connections.Tests.Slack;

public sealed class SlackPacingTests
{
    private const string Method = "chat.postMessage";

    private readonly ManualClock _time = new();
    private readonly SlackPacing _pacing;

    public SlackPacingTests() => _pacing = new SlackPacing(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitForTurn_InOneChannel_LetsOnePassASecondInOrder()
    {
        Assert.Null(await Turn());
        var turns = Enumerable.Range(0, 3).Select(_ => Turn()).ToList();

        foreach (var turn in turns)
        {
            Assert.All(turns.SkipWhile(other => other != turn), waiting => Assert.False(waiting.IsCompleted));
            await PassSecondAsync();
            Assert.Null(await turn.SoonAsync());
        }
    }

    [Fact]
    public async Task WaitForTurn_InAnotherChannel_DoesNotWait()
    {
        Assert.Null(await Turn("C1"));
        Assert.Null(await Turn("C2"));
    }

    [Fact]
    public async Task WaitForTurn_WhenTheQueueIsLong_TurnsAwayAtOnce()
    {
        Assert.Null(await Turn());
        var waiting = Enumerable.Range(0, 5).Select(_ => Turn()).ToList();

        Assert.Equal(TimeSpan.FromSeconds(6), await Turn());

        for (var second = 0; second < 5; second++)
        {
            await PassSecondAsync();
            Assert.Null(await waiting[second].SoonAsync());
        }
    }

    [Fact]
    public async Task WaitForTurn_WhenCancelled_LeavesTheQueueToOthers()
    {
        Assert.Null(await Turn());
        using var caller = new CancellationTokenSource();
        var cancelled = _pacing.WaitForTurnAsync(Method, "C1", caller.Token);
        var next = Turn();

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await PassSecondAsync();

        Assert.Null(await next.SoonAsync());
    }

    [Fact]
    public async Task WaitForTurn_WhenTheMethodIsHeldShortly_Waits()
    {
        _pacing.Hold(Method, TimeSpan.FromSeconds(3));
        var turn = Turn();

        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(await turn);
    }

    [Fact]
    public async Task WaitForTurn_WhenTheMethodIsHeldLong_TurnsAwayAtOnceUntilItIsOver()
    {
        _pacing.Hold(Method, TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), await Turn());

        _time.Advance(TimeSpan.FromSeconds(10));
        _pacing.Hold(Method, TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(20), await Turn());

        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(await Turn());
    }

    [Fact]
    public async Task WaitForTurn_OfAnotherMethod_IsNotHeld()
    {
        _pacing.Hold(Method, TimeSpan.FromSeconds(30));

        Assert.Null(await _pacing.WaitForTurnAsync("chat.update", null, Stop));
    }

    [Fact]
    public async Task WaitForTurn_WhenAHoldComesWhileWaiting_TurnsAwayInstead()
    {
        Assert.Null(await Turn());
        var waiting = Turn();

        _pacing.Hold(Method, TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(29), await waiting);
    }

    [Fact]
    public async Task WaitForTurn_OverManyChannels_StillPacesBusyOnes()
    {
        for (var channel = 0; channel < 1000; channel++)
            Assert.Null(await Turn($"C{channel}"));

        Assert.False(Turn("C0").IsCompleted);
    }

    [Fact]
    public async Task Post_AfterA429_IsTurnedAwayWithoutACallUntilRetryAfter()
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Next(Method, SlackBehaviour.RateLimit(TimeSpan.FromSeconds(30)));
        await slack.Api.PostAsync(SlackFixture.Post(), Stop);

        slack.Time.Advance(TimeSpan.FromSeconds(10));
        var failure = (await slack.Api.PostAsync(SlackFixture.Post(channel: "C2"), Stop)).Failure!;
        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromSeconds(20), false), (failure.Class, failure.RetryAfter, failure.MaybeExecuted));
        Assert.Single(slack.Stub.Calls);
        Assert.True((await slack.Api.TestAuthAsync(Stop)).IsSuccess);

        slack.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.True((await slack.Api.PostAsync(SlackFixture.Post(), Stop)).IsSuccess);
    }

    [Fact]
    public async Task Post_TwiceInAChannel_WaitsBeforeItsTimeLimitBegins()
    {
        await using var slack = await SlackFixture.StartAsync(options => options.RequestTimeout = TimeSpan.FromSeconds(1));
        await slack.Api.PostAsync(SlackFixture.Post(0), Stop);
        var second = slack.Api.PostAsync(SlackFixture.Post(1), Stop);

        Assert.Single(slack.Stub.Posts);
        slack.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await second).IsSuccess);
    }

    /// <summary>Who is next waits for it from a thread of its own: time passes when it does.</summary>
    private Task PassSecondAsync() => _time.ReachAsync(_time.Now.AddSeconds(1), Stop);

    private Task<TimeSpan?> Turn(string channel = "C1") => _pacing.WaitForTurnAsync(Method, channel, Stop);
}
