using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Coordinator.TestKit.Slack;

namespace Coordinator.Connections.Tests.Slack;

public sealed class SlackStubTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_WithoutAToken_IsNotAuthed()
    {
        await using var stub = await SlackStub.StartAsync(cancellationToken: Stop);
        using var client = new HttpClient { BaseAddress = new Uri(stub.Url) };

        using var response = await client.PostAsync("auth.test", null, Stop);

        Assert.Equal("""{"ok":false,"error":"not_authed"}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Replies_WithJsonArguments_IsRefused()
    {
        await using var stub = await SlackStub.StartAsync(cancellationToken: Stop);

        Assert.Equal("invalid_arguments", (await CallAsync(stub, "conversations.replies", """{"channel":"C1","ts":"1.0"}"""))["error"]!.ToString());
    }

    [Fact]
    public async Task Post_ThatSlackWouldRefuse_IsRefused()
    {
        await using var stub = await SlackStub.StartAsync(cancellationToken: Stop);
        var longText = new string('x', 3001);

        Assert.Equal("no_text", (await CallAsync(stub, "chat.postMessage", """{"channel":"C1"}"""))["error"]!.ToString());
        Assert.Equal("invalid_blocks", (await CallAsync(stub, "chat.postMessage", $$$"""{"channel":"C1","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"{{{longText}}}"}}]}"""))["error"]!.ToString());
        Assert.Empty(stub.Posts);
        Assert.Equal(2, stub.Calls.Count);
    }

    [Fact]
    public async Task Post_WithItsAnswerWithheld_StandsAndIsAnsweredOnRelease()
    {
        await using var stub = await SlackStub.StartAsync(cancellationToken: Stop);
        stub.Use(call => call["text"] == "slow" ? SlackBehaviour.TakeAndWithholdAnswer : null);

        var slow = CallAsync(stub, "chat.postMessage", """{"channel":"C1","thread_ts":"1.0","text":"slow"}""");
        var taken = await stub.WaitForPostAsync(post => post.Text == "slow", Stop);
        Assert.True((bool)(await CallAsync(stub, "chat.postMessage", """{"channel":"C1","text":"fast"}"""))["ok"]!);
        Assert.False(slow.IsCompleted);
        stub.Release();

        Assert.Equal(taken.Ts, (await slow)["ts"]!.ToString());
        Assert.Equal(["slow"], stub.Thread("C1", "1.0").Select(post => post.Text));
    }

    [Fact]
    public async Task Dispose_WithCallsWithheld_EndsThem()
    {
        var stub = await SlackStub.StartAsync(cancellationToken: Stop);
        stub.Next("auth.test", SlackBehaviour.NeverAnswer);
        var call = CallAsync(stub, "auth.test", "{}");
        await stub.WaitForCallAsync(_ => true, Stop);

        await stub.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    /// <summary>The example of Slack's page on verifying requests.</summary>
    [Fact]
    public void Sign_OfSlacksExample_IsSlacksSignature()
    {
        const string body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

        var request = new SlackSigner("8f742231b10e8888abcd99yyyzzz85a5")
            .Sign(Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeSeconds(1531420618), "application/x-www-form-urlencoded");

        Assert.Equal("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", request.Headers["X-Slack-Signature"]);
        Assert.Equal("1531420618", request.Headers["X-Slack-Request-Timestamp"]);
        using var message = request.AsRetry(2).ToMessage("http://127.0.0.1/slack/events");
        Assert.Equal("2", message.Headers.GetValues("X-Slack-Retry-Num").Single());
        Assert.Equal("application/x-www-form-urlencoded", message.Content!.Headers.ContentType!.ToString());
    }

    [Fact]
    public void AppMention_OfAMessage_HasSlacksShape()
    {
        var body = JsonNode.Parse(SlackPayloads.AppMention(new SlackMessageEvent("list instances", "1764000000.000100") { ThreadTs = "1763000000.000200" }))!;

        Assert.Equal("event_callback", body["type"]!.ToString());
        Assert.Equal("app_mention", body["event"]!["type"]!.ToString());
        Assert.Equal("<@U0BOT> list instances", body["event"]!["text"]!.ToString());
        Assert.Equal("1763000000.000200", body["event"]!["thread_ts"]!.ToString());
        Assert.Equal("U0BOT", body["authorizations"]![0]!["user_id"]!.ToString());
        Assert.Equal(1764000000, (long)body["event_time"]!);
    }

    private static async Task<JsonNode> CallAsync(SlackStub stub, string method, string json)
    {
        using var client = new HttpClient { BaseAddress = new Uri(stub.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", "xoxb-test");
        using var response = await client.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
    }
}
