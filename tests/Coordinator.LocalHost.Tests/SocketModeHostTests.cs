using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.LocalHost.Tests;

/// <summary>The local host with an app token, and what it says of its connections.</summary>
public sealed class SocketModeHostTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-sockets-").FullName;
    private SlackStub _slack = null!;
    private WebApplication? _app;
    private HttpClient? _http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _slack = await SlackStub.StartAsync(cancellationToken: Token);

    [Fact]
    public async Task Status_WhenConnected_HasTheRunbooksShapeAndEachConnectionInDetail()
    {
        await StartAsync(HostMode.Slack);
        await _slack.Sockets.ConnectionAsync(2, Token).SoonAsync();
        await UntilAsync("/slack/status", status => status.GetProperty("connected").GetBoolean());

        Assert.Equal("""{"connected":true,"bot_id":"B0STUB","user_id":"U0BOT","team":"Stub","socket_mode":true,"error":null}""", (await GetAsync("/slack/status")).GetRawText());
        await UntilAsync("/slack/status?detail=true", status => status.GetProperty("connections").EnumerateArray().All(one => one.GetProperty("state").GetString() == "connected"));
        var status = await GetAsync("/slack/status?detail=true");
        Assert.Equal((await GetAsync("/slack/status")).GetProperty("user_id").GetString(), status.GetProperty("user_id").GetString());
        var connections = status.GetProperty("connections");
        Assert.Equal([1, 2], connections.EnumerateArray().Select(one => one.GetProperty("connection").GetInt32()));
        Assert.Equal(
            ["connection", "state", "since", "last_error", "next_try_at", "last_event_at", "reconnects", "host", "connections_of_app", "renewed_at"],
            connections[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal("connected", (await GetAsync("/health")).GetProperty("components").GetProperty("slack").GetString());
    }

    [Fact]
    public async Task Event_IsTakenWithoutASigningSecretAndHttpTakesNone()
    {
        await StartAsync(HostMode.Both);
        await _slack.Sockets.Send(SlackPayloads.AppMention(new SlackMessageEvent("list databases", "1790000000.000100"))).Acknowledgement.SoonAsync();
        var run = Assert.Single((await GetAsync("/runs")).GetProperty("runs").EnumerateArray());
        Assert.Equal(32, (await GetAsync($"/runs/{run.GetProperty("run_id").GetString()}")).GetProperty("trace_id").GetString()?.Length);

        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await _http!.PostAsync("/slack/events", content, Token);
        Assert.Equal(503, (int)response.StatusCode);
        Assert.Contains("SLACK_SIGNING_SECRET", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mode_OfTheApiAlone_OpensNoConnection()
    {
        await StartAsync(HostMode.Api);
        Assert.False((await GetAsync("/slack/status")).GetProperty("socket_mode").GetBoolean());
        Assert.Equal("not_configured", (await GetAsync("/health")).GetProperty("components").GetProperty("slack").GetString());
        using var response = await RestartAsync();
        Assert.Equal(409, (int)response.StatusCode);
        Assert.Empty(_slack.Calls);
    }

    [Fact]
    public async Task Health_WhenOneConnectionIsMissing_IsDegradedAndWhenAllAreItIsAnError()
    {
        _slack.Sockets.Most = 1;
        await StartAsync(HostMode.Both);
        await UntilAsync("/health?detail=true", health => StatusOf(health) == "degraded");
        var slack = (await GetAsync("/health?detail=true")).GetProperty("components").GetProperty("slack");
        Assert.StartsWith("1 of 2 connections are open. The Slack app has more than 10 connections", slack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True((await GetAsync("/slack/status")).GetProperty("connected").GetBoolean());

        _slack.Use(call => call.Method == "apps.connections.open" ? SlackBehaviour.Refuse("invalid_auth") : null);
        foreach (var connection in _slack.Sockets.Open)
        {
            connection.Abort();
        }

        await UntilAsync("/health?detail=true", health => StatusOf(health) == "error");
        var status = await GetAsync("/slack/status");
        Assert.False(status.GetProperty("connected").GetBoolean());
        Assert.StartsWith("0 of 2 connections are open.", status.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("degraded", (await GetAsync("/health")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Restart_BringsNewConnectionsAndIsAudited()
    {
        await StartAsync(HostMode.Both);
        await UntilAsync("/slack/status?detail=true", status => status.GetProperty("connections").EnumerateArray().All(one => one.GetProperty("state").GetString() == "connected"));

        using var response = await RestartAsync();
        var status = await response.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.True(status.GetProperty("connected").GetBoolean());
        Assert.Equal(4, _slack.Sockets.Opened.Count);
        Assert.All(status.GetProperty("connections").EnumerateArray(), one => Assert.Equal(1, one.GetProperty("reconnects").GetInt32()));
        Assert.Contains((await GetAsync("/audit")).GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("action").GetString() == "slack_restarted");
    }

    [Fact]
    public async Task Drained_TakesAndKeepsWhatComes()
    {
        await StartAsync(HostMode.Both, ("COORDINATOR_DRAIN", "true"));
        await _slack.Sockets.Send(SlackPayloads.AppMention(new SlackMessageEvent("list databases", "1790000000.000100"))).Acknowledgement.SoonAsync();
        Assert.Single((await GetAsync("/runs")).GetProperty("runs").EnumerateArray());
        Assert.Empty(_slack.Posts);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None).WaitAsync(Soon.Limit, CancellationToken.None);
            await _app.DisposeAsync();
        }

        await _slack.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? StatusOf(JsonElement health) => health.GetProperty("components").GetProperty("slack").GetProperty("status").GetString();

    private async Task StartAsync(HostMode mode, params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>
        {
            ["OCI_UNIFIED_ENABLED"] = "false",
            ["SLACK_BOT_TOKEN"] = "xoxb-test",
            ["SLACK_APP_TOKEN"] = "xapp-test",
            ["SLACK_API_URL"] = _slack.Url,
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        _app = LocalHostApp.Build(
            new HostOptions(0, _folder, Path.Combine(AppContext.BaseDirectory, "config"), mode), variables.GetValueOrDefault, services => services.AddLogging(logging => logging.ClearProviders()));
        await _app.StartAsync(Token);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = Soon.Limit };
    }

    private Task<JsonElement> GetAsync(string path) => _http!.GetFromJsonAsync<JsonElement>(path, Token);

    private Task<HttpResponseMessage> RestartAsync() => _http!.PostAsJsonAsync("/slack/restart", new { }, Token);

    private async Task UntilAsync(string path, Func<JsonElement, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Soon.Limit);
        while (!wanted(await GetAsync(path)))
        {
            Assert.False(limit.IsCancellationRequested, $"{path}: {await GetAsync(path)} {await GetAsync("/slack/status?detail=true")} {_slack.Sockets.Open.Count} of {_slack.Sockets.Opened.Count}");
            await Task.Yield();
        }
    }
}
