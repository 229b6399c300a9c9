using System.Net;
using System.Text;
using Coordinator.TestKit.Intake;

namespace Coordinator.LocalHost.Tests.Intake;

public sealed class SlackEventsEndpointTests
{
    private static readonly byte[] Mention = SlackPayload.Envelope(SlackPayload.Mention("list instances")).Bytes();

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
