using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Replies;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Runbook 3.2.</summary>
public sealed class SlackTestEndpointTests
{
    private static readonly string[] AllScopes = ["app_mentions:read", "channels:history", "chat:write", "groups:history", "im:history"];

    private readonly FakeSlack _slack = new() { Answer = new SlackIdentity("T1", "Acme", "U1", "B1") { Url = "https://acme.slack.com/", Scopes = AllScopes } };

    [Fact]
    public async Task Test_AsksEachTime_AndPostsNothingByItself()
    {
        await using var host = await StartAsync();
        await TestAsync(host, "{}");
        var test = await TestAsync(host, "{}");
        Assert.Equal(2, _slack.Asked);
        Assert.True(test.GetProperty("ok").GetBoolean());
        Assert.Equal(("Acme", "U1", "B1"), (test.GetProperty("team").GetString(), test.GetProperty("user_id").GetString(), test.GetProperty("bot_id").GetString()));
        Assert.Equal(JsonValueKind.Null, test.GetProperty("message").ValueKind);
        Assert.Empty(_slack.Posts);
    }

    [Fact]
    public async Task Test_WithAChannel_PostsAndGivesTheLink()
    {
        await using var host = await StartAsync();
        var test = await TestAsync(host, """{"channel":"C1"}""");
        Assert.Equal("""{"channel":"C1","ts":"1700000000.000100","link":"https://acme.slack.com/archives/C1/p1700000000000100"}""", test.GetProperty("message").GetRawText());
        Assert.Equal("C1", Assert.Single(_slack.Posts).Channel);
        Assert.Equal("slack_test", Assert.Single((await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray()).GetProperty("action").GetString());
    }

    [Fact]
    public async Task Test_WhenScopesAreMissing_IsNotOkAndNamesThem()
    {
        _slack.Answer = _slack.Answer.Value! with { Scopes = ["chat:write", "im:history"] };
        await using var host = await StartAsync();
        var test = await TestAsync(host, "{}");
        Assert.False(test.GetProperty("ok").GetBoolean());
        Assert.Equal("""["app_mentions:read","channels:history","groups:history"]""", test.GetProperty("scopes").GetProperty("missing").GetRawText());
    }

    [Fact]
    public async Task Test_WhenSlackNamesNoScopes_DoesNotGuess()
    {
        _slack.Answer = _slack.Answer.Value! with { Scopes = null };
        await using var host = await StartAsync();
        var test = await TestAsync(host, "{}");
        Assert.True(test.GetProperty("ok").GetBoolean());
        Assert.Equal(JsonValueKind.Null, test.GetProperty("scopes").GetProperty("granted").ValueKind);
    }

    [Theory]
    [InlineData("token_revoked", FailureClass.Authentication, "Install the app again, set its new SLACK_BOT_TOKEN, and restart")]
    [InlineData("something_new", FailureClass.Authentication, "Copy the bot token (xoxb-…) from the app's page OAuth & Permissions to SLACK_BOT_TOKEN, and restart")]
    [InlineData(null, FailureClass.Network, "Check the network, a proxy, and SLACK_API_URL")]
    public async Task Test_WhenSlackRefuses_SaysWhatToDo(string? code, FailureClass kind, string action)
    {
        _slack.Answer = new Failure(kind, "No.") { Code = code };
        await using var host = await StartAsync();
        var test = await TestAsync(host, """{"channel":"C1"}""");
        Assert.Equal((false, false), (test.GetProperty("ok").GetBoolean(), test.GetProperty("connected").GetBoolean()));
        Assert.Equal(action, test.GetProperty("error").GetProperty("action").GetString());
        Assert.Empty(_slack.Posts);
    }

    [Fact]
    public async Task Test_WhenThePostHasNoAnswer_SaysThatItMayBeThere()
    {
        _slack.Posted = new Failure(FailureClass.Timeout, "Slack did not answer.") { MaybeExecuted = true };
        await using var host = await StartAsync();
        Assert.Equal("Slack did not answer. It may have been carried out.", (await TestAsync(host, """{"channel":"C1"}""")).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Test_WithoutSlack_SaysSo()
    {
        await using var host = await CoordinatorHost.StartAsync();
        Assert.Equal("unavailable", (await TestAsync(host, "{}")).GetProperty("error").GetProperty("class").GetString());
    }

    [Theory]
    [InlineData("""{"channel":"general"}""")]
    [InlineData("""{"channel":""}""")]
    [InlineData("""{"channel":7}""")]
    [InlineData("""{"channel":"C1\nC2"}""")]
    [InlineData("""{"chanel":"C1"}""")]
    public async Task Test_WhenTheChannelIsNone_AsksNobody(string body)
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(PostText("/slack/test", body));
        await answer.ProblemAsync(400, "invalid-value");
        Assert.Equal(0, _slack.Asked);
    }

    private Task<CoordinatorHost> StartAsync() => CoordinatorHost.StartAsync(add: services => services.AddSingleton<ISlackApi>(_slack));

    private static async Task<JsonElement> TestAsync(CoordinatorHost host, string body)
    {
        using var answer = await host.SendAsync(PostText("/slack/test", body));
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.JsonAsync();
    }
}
