using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.TestKit.Slack;

namespace Coordinator.Connections.Tests.Slack;

public sealed class SlackClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TestAuth_WithAToken_GivesOurIdentity()
    {
        await using var slack = await SlackFixture.StartAsync();

        var identity = (await slack.Api.TestAuthAsync(Stop)).Value!;
        Assert.Equal(("T0STUB", "Stub", SlackPayloads.BotUser, "B0STUB"), (identity.TeamId, identity.Team, identity.UserId, identity.BotId));
        Assert.Equal("https://stub.slack.com/archives/C1/p1700000000000100", identity.LinkTo("C1", "1700000000.000100"));
        Assert.Null(identity.LinkTo("#general", "1700000000.000100"));
    }

    [Theory]
    [InlineData("im:history, chat:write", "chat:write im:history")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public async Task TestAuth_GivesTheScopesThatSlackNames(string? header, string? scopes)
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Scopes = header;

        Assert.Equal(scopes, (await slack.Api.TestAuthAsync(Stop)).Value!.Scopes is { } named ? string.Join(' ', named) : null);
    }

    [Fact]
    public async Task Post_OfAMessage_SendsBlocksMetadataAndNoUnfurling()
    {
        await using var slack = await SlackFixture.StartAsync();

        var outcome = await slack.Api.PostAsync(SlackFixture.Post(part: 2), Stop);

        var post = Assert.Single(slack.Stub.Posts);
        Assert.Equal(post.Ts, outcome.Value);
        var call = Assert.Single(slack.Stub.Calls);
        Assert.Equal("application/json; charset=utf-8", call.ContentType);
        const string expected = """
            {"channel":"C1","thread_ts":"1764000000.000100","text":"Hello & welcome","parse":"none","link_names":false,"unfurl_links":false,"unfurl_media":false,
             "blocks":[{"type":"section","text":{"type":"mrkdwn","text":"part 2"}}],
             "metadata":{"event_type":"coordinator_reply","event_payload":{"run_id":"slack-T1-C1-1.0","part":2}}}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), call.Arguments), call.Arguments.ToJsonString());
    }

    [Fact]
    public async Task Post_OfTheSameMessageAgain_DoesNotConsumeItsBlocks()
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Next("chat.postMessage", SlackBehaviour.Answer(500));
        var post = SlackFixture.Post();

        await slack.Api.PostAsync(post, Stop);
        slack.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await slack.Api.PostAsync(post, Stop)).IsSuccess);
    }

    [Fact]
    public async Task Update_OfAMessage_ReplacesItAndKeepsItFindable()
    {
        await using var slack = await SlackFixture.StartAsync();
        var ts = (await slack.Api.PostAsync(SlackFixture.Post(), Stop)).Value!;

        var outcome = await slack.Api.UpdateAsync(ts, SlackFixture.Post() with { Text = "Done" }, Stop);

        Assert.Equal(ts, outcome.Value);
        Assert.Equal("Done", Assert.Single(slack.Stub.Thread("C1", "1764000000.000100")).Text);
        Assert.Equal(ts, (await slack.Api.FindPostAsync(SlackFixture.Post(), DateTimeOffset.UnixEpoch, Stop)).Value);
    }

    [Fact]
    public async Task Update_OfAnUnknownMessage_IsNotFound()
    {
        await using var slack = await SlackFixture.StartAsync();

        var failure = (await slack.Api.UpdateAsync("1.0", SlackFixture.Post(), Stop)).Failure!;

        Assert.Equal((FailureClass.NotFound, "message_not_found", false), (failure.Class, failure.Code, failure.MaybeExecuted));
    }

    [Fact]
    public async Task FindPost_OverSeveralPages_FindsRunAndPart()
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.PageSize = 2;
        var sent = new List<string>();
        foreach (var (run, part) in new[] { ("a", 0), ("b", 0), ("a", 1), ("b", 1), ("a", 2) })
        {
            sent.Add((await slack.Api.PostAsync(SlackFixture.Post(part, run: run), Stop)).Value!);
            slack.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(sent[4], (await slack.Api.FindPostAsync(SlackFixture.Post(2, run: "a"), DateTimeOffset.UnixEpoch, Stop)).Value);
        Assert.Equal(sent[1], (await slack.Api.FindPostAsync(SlackFixture.Post(0, run: "b"), DateTimeOffset.UnixEpoch, Stop)).Value);
        Assert.Equal("", (await slack.Api.FindPostAsync(SlackFixture.Post(2, run: "b"), DateTimeOffset.UnixEpoch, Stop)).Value);
        Assert.Equal("", (await slack.Api.FindPostAsync(SlackFixture.Post(2, run: "a"), TimeProvider.System.GetUtcNow().AddMinutes(1), Stop)).Value);
    }

    [Fact]
    public async Task FindPost_OutsideAThread_IsInvalid()
    {
        await using var slack = await SlackFixture.StartAsync();

        Assert.Equal(FailureClass.Validation, (await slack.Api.FindPostAsync(SlackFixture.Post() with { ThreadTs = null }, default, Stop)).Failure!.Class);
    }

    [Fact]
    public async Task FindPost_AfterATimedOutPostThatSlackTook_FindsIt()
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Next("chat.postMessage", SlackBehaviour.TakeAndWithholdAnswer);

        var posting = slack.Api.PostAsync(SlackFixture.Post(), Stop);
        var taken = await slack.Stub.WaitForPostAsync(_ => true, Stop);
        slack.Time.Advance(TimeSpan.FromSeconds(10));

        var failure = (await posting).Failure!;
        Assert.Equal((FailureClass.Timeout, true), (failure.Class, failure.MaybeExecuted));
        Assert.Equal(taken.Ts, (await slack.Api.FindPostAsync(SlackFixture.Post(), DateTimeOffset.UnixEpoch, Stop)).Value);
        Assert.Single(slack.Stub.Posts);
    }

    [Fact]
    public async Task Post_WithoutAToken_IsUnavailable()
    {
        await using var slack = await SlackFixture.StartAsync(options => options.BotToken = "");

        var failure = (await slack.Api.PostAsync(SlackFixture.Post(), Stop)).Failure!;

        Assert.Equal((FailureClass.Unavailable, false), (failure.Class, failure.MaybeExecuted));
        Assert.Contains("SLACK_BOT_TOKEN", failure.Message, StringComparison.Ordinal);
        Assert.Empty(slack.Stub.Calls);
    }

    [Fact]
    public async Task AnyCall_Failing_KeepsTheTokenOutOfLogsAndMessages()
    {
        await using var slack = await SlackFixture.StartAsync();
        slack.Stub.Next("auth.test", SlackBehaviour.Refuse("invalid_auth"), SlackBehaviour.Cut, SlackBehaviour.Answer(200, $"not JSON {SlackFixture.Token}"), SlackBehaviour.Refuse(SlackFixture.Token + " "));

        for (var attempt = 0; attempt < 4; attempt++)
        {
            var failure = (await slack.Api.TestAuthAsync(Stop)).Failure!;
            Assert.DoesNotContain(SlackFixture.Token, failure.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(4, slack.Logs.Lines.Count(line => line.Contains("auth.test", StringComparison.Ordinal)));
        Assert.All(slack.Logs.Lines, line => Assert.DoesNotContain(SlackFixture.Token, line, StringComparison.Ordinal));
    }
}
