using System.Net;
using System.Text;
using Coordinator.TestKit.Intake;

namespace Coordinator.LocalHost.Tests.Intake;

public sealed class SlackEventsEndpointTests
{
    private static readonly byte[] Mention = SlackPayload.Envelope(SlackPayload.Mention("list instances")).Bytes();

    [Fact]
    public async Task Post_OfASignedMention_StartsARunBeforeTheAnswer()
    {
        await using var server = await IntakeServer.StartAsync();
        var durable = new TaskCompletionSource();
        server.Starter.Gate = durable.Task;

        var answer = server.PostAsync(Mention);
        await Eventually.Is(() => server.Starter.Calls == 1);
        Assert.False(answer.IsCompleted);
        durable.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        var request = Assert.Single(server.Starter.Started);
        Assert.Equal("list instances", request.Text);
        Assert.Equal(server.Clock.GetUtcNow(), request.ReceivedAt);
        Assert.Equal(["started/none"], server.Counted);
    }

    [Fact]
    public async Task Post_OfTheSameEventFiftyTimesAtOnce_StartsOneRunAndAcceptsAll()
    {
        await using var server = await IntakeServer.StartAsync();
        var together = new TaskCompletionSource();
        server.Starter.Gate = together.Task;

        var answers = Enumerable.Range(0, 50).Select(_ => server.PostAsync(Mention)).ToArray();
        await Eventually.Is(() => server.Starter.Calls == 50);
        together.SetResult();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(server.Starter.Started);
        Assert.Equal(1, server.Counted.Count(counted => counted == "started/none"));
        Assert.Equal(49, server.Counted.Count(counted => counted == "duplicate/none"));
    }

    [Fact]
    public async Task Post_OfARetry_IsAcceptedWithoutWork()
    {
        await using var server = await IntakeServer.StartAsync();
        await server.PostAsync(Mention);
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var retry = SlackSigner.Default.Request(Mention, server.Clock.GetUtcNow());
        retry.Headers.Add("x-slack-retry-num", "3");
        retry.Headers.Add("x-slack-retry-reason", "http_timeout");

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(retry)).StatusCode);
        Assert.Equal(["started/none", "duplicate/none"], server.Counted);
    }

    [Fact]
    public async Task Post_WhenTheRunCannotBeStored_Answers503AndLogsTheRun()
    {
        await using var server = await IntakeServer.StartAsync();
        server.Starter.Broken = new IOException("No space left on device: /secret/path");

        var problem = await Problem.ReadAsync(await server.PostAsync(Mention));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:coordinator:problem:not-durable"), (problem.Status, problem.Type));
        Assert.DoesNotContain("space", problem.Body, StringComparison.Ordinal);
        Assert.Contains(server.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("slack-T0HOME-C0OPS-1790000000.000100", StringComparison.Ordinal));
        Assert.Equal(["failed/none"], server.Counted);

        server.Starter.Broken = null;
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Mention)).StatusCode);
        Assert.Single(server.Starter.Started);
    }

    [Fact]
    public async Task Post_WhenSlackHangsUpWhileTheRunIsStored_StoresItAllTheSame()
    {
        await using var server = await IntakeServer.StartAsync();
        var durable = new TaskCompletionSource();
        server.Starter.Gate = durable.Task;
        using var hangUp = new CancellationTokenSource();

        var answer = server.Client.SendAsync(SlackSigner.Default.Request(Mention, server.Clock.GetUtcNow()), hangUp.Token);
        await Eventually.Is(() => server.Starter.Calls == 1);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        durable.SetResult();

        await Eventually.Is(() => server.Starter.Started.Count == 1);
    }

    [Fact]
    public async Task Post_OfUrlVerification_SendsTheChallengeBackAsText()
    {
        await using var server = await IntakeServer.StartAsync();

        var answer = await server.PostAsync("""{"type":"url_verification","token":"x","challenge":"<b>3eZb&rw"}"""u8.ToArray());

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("<b>3eZb&rw", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["challenged/none"], server.Counted);
    }

    [Fact]
    public async Task Post_OfUrlVerificationByAStranger_SendsNothingBack()
    {
        await using var server = await IntakeServer.StartAsync();
        var forged = new SlackSigner("guessed").Request("""{"type":"url_verification","challenge":"abc"}"""u8.ToArray(), server.Clock.GetUtcNow());

        var problem = await Problem.ReadAsync(await server.SendAsync(forged));

        Assert.Equal(HttpStatusCode.Unauthorized, problem.Status);
        Assert.DoesNotContain("abc", problem.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_OfAnUnknownEvent_IsAcceptedAndCounted()
    {
        await using var server = await IntakeServer.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(SlackPayload.Envelope(SlackPayload.Message("x", "emoji_changed")).Bytes())).StatusCode);

        Assert.Equal(["ignored/event_type"], server.Counted);
        Assert.Equal(0, server.Starter.Calls);
    }

    [Fact]
    public async Task Post_WithoutASigningSecret_SaysWhichVariableIsMissing()
    {
        await using var server = await IntakeServer.StartAsync(secret: null);

        var problem = await Problem.ReadAsync(await server.PostAsync(Mention));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:coordinator:problem:slack-not-configured"), (problem.Status, problem.Type));
        Assert.Contains("SLACK_SIGNING_SECRET", problem.Body, StringComparison.Ordinal);
        Assert.Equal(["rejected/not_configured"], server.Counted);
    }

    [Theory]
    [InlineData("ssl_check=1&token=abc", HttpStatusCode.OK)]
    [InlineData("token=abc&ssl_check=1", HttpStatusCode.OK)]
    [InlineData("ssl_check=0&token=abc", HttpStatusCode.Unauthorized)]
    [InlineData("ssl_check=11", HttpStatusCode.Unauthorized)]
    [InlineData("ssl_check=true", HttpStatusCode.Unauthorized)]
    [InlineData("xssl_check=1", HttpStatusCode.Unauthorized)]
    [InlineData("payload=ssl_check%3D1", HttpStatusCode.Unauthorized)]
    public async Task Post_OfACertificateCheck_IsAnsweredOnlyForExactlyOne(string form, HttpStatusCode expected)
    {
        await using var server = await IntakeServer.StartAsync();
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");

        var answer = await server.Client.PostAsync("/slack/events", content, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(0, server.Starter.Calls);
    }
}
