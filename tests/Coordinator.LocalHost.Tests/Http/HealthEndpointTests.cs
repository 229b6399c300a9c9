using System.Net;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Replies;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Clocks;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task Get_WhenEverythingIsConfigured_HasTheRunbooksShape()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<IModel, FakeModel>().AddSingleton<IModelProvider, FakeModel>().AddSingleton<ISlackApi>(new FakeSlack()));
        host.Clock.Advance(TimeSpan.FromSeconds(3600));

        var health = await host.GetJsonAsync("/health");

        Assert.Equal("""{"status":"healthy","components":{"mcp_servers":"healthy","redis":"healthy","llm":"healthy","slack":"connected"},"uptime_seconds":3600}""", health.GetRawText());
    }

    [Fact]
    public async Task Get_WhenNothingIsConfigured_IsHealthy()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Servers.Servers = [];

        var health = await host.GetJsonAsync("/health");

        Assert.Equal("""{"status":"healthy","components":{"mcp_servers":"not_configured","redis":"healthy","llm":"not_configured","slack":"not_configured"},"uptime_seconds":0}""", health.GetRawText());
    }

    [Fact]
    public async Task Get_WhenAServerAndSlackAreAway_IsDegradedWith200()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<ISlackApi>(new FakeSlack { Answer = new Failure(FailureClass.Authentication, "invalid_auth") }));
        host.Servers.Servers = [new("a", "connected", 1), new ToolServerStatus("b", "error", 0) { Error = "exit code 1" }];

        var health = await host.GetJsonAsync("/health");
        var detail = (await host.GetJsonAsync("/health?detail=true")).GetProperty("components");

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("degraded", health.GetProperty("components").GetProperty("mcp_servers").GetString());
        Assert.Equal("error", health.GetProperty("components").GetProperty("slack").GetString());
        Assert.Equal(["status", "message"], detail.GetProperty("mcp_servers").EnumerateObject().Select(member => member.Name));
        Assert.Equal("b: error (exit code 1)", detail.GetProperty("mcp_servers").GetProperty("message").GetString());
        Assert.Equal("invalid_auth", detail.GetProperty("slack").GetProperty("message").GetString());
    }

    /// <summary>Defect 12 of the original: health was the same whatever happened.</summary>
    [Fact]
    public async Task Defect12_Check_LooksAtEverythingNow()
    {
        var slack = new FakeSlack();
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<IModel, FakeModel>().AddSingleton<IModelProvider, FakeModel>().AddSingleton<ISlackApi>(slack));
        Assert.Equal("healthy", (await host.CheckAsync()).GetProperty("status").GetString());

        slack.Answer = new Failure(FailureClass.Authentication, "invalid_auth");
        host.Servers.Servers = [new("a", "connected", 1), new ToolServerStatus("b", "error", 0) { Error = "exit code 1" }];
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("healthy", (await host.GetJsonAsync("/health")).GetProperty("components").GetProperty("llm").GetString());
        Assert.Equal("connected", (await host.GetJsonAsync("/health")).GetProperty("components").GetProperty("slack").GetString());
        var now = await host.CheckAsync();

        Assert.Equal("degraded", now.GetProperty("status").GetString());
        var components = now.GetProperty("components");
        Assert.Equal(["mcp_servers", "redis", "llm", "slack", "mcp_a", "mcp_b", "journal"], components.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("degraded", "exit code 1", 1), (components.GetProperty("mcp_b").GetProperty("status").GetString(), components.GetProperty("mcp_b").GetProperty("message").GetString(), components.GetProperty("mcp_b").GetProperty("consecutive_failures").GetInt32()));
        Assert.Equal("error", components.GetProperty("slack").GetProperty("status").GetString());
        Assert.Equal(host.Clock.GetUtcNow(), components.GetProperty("journal").GetProperty("last_check").GetDateTimeOffset());
    }

    [Fact]
    public async Task Get_BeforeAnythingWasLookedAt_SaysThatItIsNotKnown()
    {
        var answer = new TaskCompletionSource<Outcome<SlackIdentity>>();
        var clock = new ManualClock();
        await using var host = await CoordinatorHost.StartAsync(clock, port: 0, add: services => services.AddSingleton<ISlackApi>(new FakeSlack { Pending = answer.Task }));
        var asked = host.GetJsonAsync("/health");
        await clock.ReachAsync(clock.Now.AddSeconds(2), TestContext.Current.CancellationToken);
        Assert.Equal(("unknown", "unknown"), ((await asked).GetProperty("status").GetString(), (await asked).GetProperty("components").GetProperty("slack").GetString()));
        answer.SetResult(new SlackIdentity("T1", "Acme", "U1", "B1"));
    }

    [Fact]
    public async Task Get_WhenRunMemoryIsBroken_Is503AndNotReadyButAlive()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Memory.Broken = new IOException("disk");

        using var health = await host.SendAsync(Get("/health"));
        using var ready = await host.SendAsync(Get("/health/ready"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("unhealthy", (await health.JsonAsync()).GetProperty("components").GetProperty("run_memory").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("alive", (await host.GetJsonAsync("/health/live")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ready_WhenRunsCanBeKept_Is200()
    {
        await using var host = await CoordinatorHost.StartAsync();

        Assert.Equal("ready", (await host.GetJsonAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task SlackStatus_WhenReadOften_AsksSlackOncePerMinute()
    {
        var slack = new FakeSlack();
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<ISlackApi>(slack));

        var status = await host.GetJsonAsync("/slack/status");
        await host.GetJsonAsync("/health");
        Assert.Equal(1, slack.Asked);
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        await host.GetJsonAsync("/health");

        Assert.Equal(2, slack.Asked);
        Assert.Equal("""{"connected":true,"bot_id":"B1","user_id":"U1","team":"Acme","socket_mode":false,"error":null}""", status.GetRawText());
    }

    [Fact]
    public async Task SlackStatus_WhenNotConfigured_SaysWhatToSet()
    {
        await using var host = await CoordinatorHost.StartAsync();

        var status = await host.GetJsonAsync("/slack/status");

        Assert.False(status.GetProperty("connected").GetBoolean());
        Assert.Contains("SLACK_BOT_TOKEN", status.GetProperty("error").GetString(), StringComparison.Ordinal);
    }
}
