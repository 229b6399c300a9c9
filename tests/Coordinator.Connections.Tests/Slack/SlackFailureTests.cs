using Coordinator.Core.Failures;
using Coordinator.TestKit.Slack;

namespace Coordinator.Connections.Tests.Slack;

public sealed class SlackFailureTests
{
    private const string Method = "chat.postMessage";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("invalid_auth", FailureClass.Authentication, false)]
    [InlineData("not_authed", FailureClass.Authentication, false)]
    [InlineData("token_revoked", FailureClass.Authentication, false)]
    [InlineData("token_expired", FailureClass.Authentication, false)]
    [InlineData("account_inactive", FailureClass.Authentication, false)]
    [InlineData("channel_not_found", FailureClass.NotFound, false)]
    [InlineData("thread_not_found", FailureClass.NotFound, false)]
    [InlineData("message_not_found", FailureClass.NotFound, false)]
    [InlineData("not_in_channel", FailureClass.Denied, false)]
    [InlineData("is_archived", FailureClass.Denied, false)]
    [InlineData("restricted_action", FailureClass.Denied, false)]
    [InlineData("restricted_action_read_only_channel", FailureClass.Denied, false)]
    [InlineData("missing_scope", FailureClass.Denied, false)]
    [InlineData("msg_too_long", FailureClass.Validation, false)]
    [InlineData("invalid_blocks", FailureClass.Validation, false)]
    [InlineData("msg_blocks_too_long", FailureClass.Validation, false)]
    [InlineData("ratelimited", FailureClass.RateLimited, false)]
    [InlineData("fatal_error", FailureClass.ServerError, true)]
    [InlineData("internal_error", FailureClass.ServerError, true)]
    [InlineData("service_unavailable", FailureClass.ServerError, true)]
    [InlineData("request_timeout", FailureClass.ServerError, true)]
    [InlineData("a_word_of_tomorrow", FailureClass.Unknown, true)]
    public async Task Post_WhenSlackSaysNo_IsClassifiedByItsWord(string word, FailureClass expected, bool maybeExecuted)
    {
        var failure = await FailureOf(SlackBehaviour.Refuse(word));

        Assert.Equal((expected, word, maybeExecuted), (failure.Class, failure.Code, failure.MaybeExecuted));
    }

    [Theory]
    [InlineData(500, "", FailureClass.ServerError, true)]
    [InlineData(503, "<html>", FailureClass.ServerError, true)]
    [InlineData(200, "", FailureClass.Protocol, true)]
    [InlineData(200, "<html>maintenance</html>", FailureClass.Protocol, true)]
    [InlineData(200, "[]", FailureClass.Protocol, true)]
    [InlineData(200, "{}", FailureClass.Protocol, true)]
    [InlineData(200, """{"ok":true}""", FailureClass.Protocol, true)]
    [InlineData(200, """{"ok":true,"ts":""", FailureClass.Protocol, true)]
    [InlineData(302, "", FailureClass.Protocol, true)]
    [InlineData(400, "", FailureClass.Validation, false)]
    [InlineData(401, "", FailureClass.Authentication, false)]
    [InlineData(403, "", FailureClass.Denied, false)]
    [InlineData(404, "not found", FailureClass.NotFound, false)]
    public async Task Post_WhenTheAnswerIsNone_IsClassifiedByItsStatus(int status, string body, FailureClass expected, bool maybeExecuted)
    {
        var failure = await FailureOf(SlackBehaviour.Answer(status, body));

        Assert.Equal((expected, $"{status}", maybeExecuted), (failure.Class, failure.Code, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Post_WhenAScopeIsMissing_NamesIt()
    {
        var failure = await FailureOf(SlackBehaviour.Answer(200, """{"ok":false,"error":"missing_scope","needed":"chat:write"}"""));

        Assert.Equal("Slack refused chat.postMessage: missing_scope (needs the scope chat:write).", failure.Message);
    }

    [Fact]
    public async Task Post_WhenSlackLimitsTheRate_GivesRetryAfter()
    {
        var failure = await FailureOf(SlackBehaviour.RateLimit(TimeSpan.FromSeconds(30)));

        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromSeconds(30), false), (failure.Class, failure.RetryAfter, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Post_WhenNothingListens_IsNetworkAndNotExecuted()
    {
        await using var gone = await SlackStub.StartAsync(cancellationToken: Stop);
        var url = gone.Url;
        await gone.DisposeAsync();
        await using var slack = await SlackFixture.StartAsync(options => options.ApiUrl = url);

        var failure = (await slack.Api.PostAsync(SlackFixture.Post(), Stop)).Failure!;

        Assert.Equal((FailureClass.Network, false), (failure.Class, failure.MaybeExecuted));
    }

    [Fact]
    public async Task Post_WhenAPooledConnectionIsCut_IsNetworkAndSentOnce()
    {
        await using var slack = await SlackFixture.StartAsync();
        await slack.Api.TestAuthAsync(Stop);
        slack.Stub.Next(Method, SlackBehaviour.Cut);

        var failure = (await slack.Api.PostAsync(SlackFixture.Post(), Stop)).Failure!;

        Assert.Equal((FailureClass.Network, true), (failure.Class, failure.MaybeExecuted));
        Assert.Single(slack.Stub.Calls, call => call.Method == Method);
    }

    [Fact]
    public async Task Post_WhenSlackNeverAnswers_TimesOutByOurLimit()
    {
        await using var slack = await SlackFixture.StartAsync(options => options.RequestTimeout = TimeSpan.FromSeconds(7));
        slack.Stub.Next(Method, SlackBehaviour.NeverAnswer);

        var posting = slack.Api.PostAsync(SlackFixture.Post(), Stop);
        await slack.Stub.WaitForCallAsync(_ => true, Stop);
        slack.Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(posting.IsCompleted);
        slack.Time.Advance(TimeSpan.FromSeconds(0.1));

        var failure = (await posting).Failure!;
        Assert.Equal((FailureClass.Timeout, true), (failure.Class, failure.MaybeExecuted));
        Assert.Equal("Slack did not answer chat.postMessage within 7 s.", failure.Message);
    }

    [Fact]
    public async Task Post_WhenTheCallerCancels_Throws()
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Next(Method, SlackBehaviour.NeverAnswer);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var posting = slack.Api.PostAsync(SlackFixture.Post(), caller.Token);
        await slack.Stub.WaitForCallAsync(_ => true, Stop);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => posting);
    }

    private static async Task<Failure> FailureOf(SlackBehaviour behaviour)
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Next(Method, behaviour);
        return (await slack.Api.PostAsync(SlackFixture.Post(), Stop)).Failure!;
    }
}
