using System.Net.Http.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class McpServerEndpointTests
{
    [Fact]
    public async Task Get_ShowsTheServerAndHowItIs()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.CheckAsync();
        var server = await host.GetJsonAsync("/mcp/servers/finops");
        var health = server.GetProperty("health");
        Assert.Equal(("finops", "connected", 1, "http"), (server.GetProperty("id").GetString(), server.GetProperty("status").GetString(), server.GetProperty("tool_count").GetInt32(), server.GetProperty("transport").GetString()));
        Assert.Equal(("healthy", 0, true), (health.GetProperty("status").GetString(), health.GetProperty("consecutive_failures").GetInt32(), health.GetProperty("auto_restart").GetBoolean()));
        Assert.Equal(host.Clock.GetUtcNow(), health.GetProperty("last_healthy").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("GET", "/mcp/servers/none")]
    [InlineData("POST", "/mcp/servers/none/restart")]
    [InlineData("PUT", "/mcp/servers/none/auto-restart")]
    public async Task Server_ThatIsNotThere_Is404(string method, string path)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { enabled = true }) });
        await answer.ProblemAsync(404, "server-not-found");
    }

    [Fact]
    public async Task Restart_AnswersWithItsOutcomeAndIsAudited()
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var connected = await host.SendAsync(Post("/mcp/servers/finops/restart", new { }, ("x-coordinator-by", "alice")));
        Assert.Equal("""{"id":"finops","status":"connected","error":null,"tool_count":1,"seconds":0}""", (await connected.JsonAsync()).GetRawText());

        host.Servers.Restart = _ => Task.FromResult<Failure?>(new Failure(FailureClass.Unavailable, "'finops' did not answer in time."));
        using var failed = await host.SendAsync(Post("/mcp/servers/finops/restart", new { }));
        var outcome = await failed.JsonAsync();
        Assert.Equal(("error", "'finops' did not answer in time."), (outcome.GetProperty("status").GetString(), outcome.GetProperty("error").GetString()));

        var entries = (await host.GetJsonAsync("/audit")).GetProperty("entries");
        Assert.Equal(("server_restarted", "finops", "connected"), (entries[1].GetProperty("action").GetString(), entries[1].GetProperty("target").GetString(), entries[1].GetProperty("detail").GetString()));
        Assert.StartsWith("'alice' (as the caller says)", entries[1].GetProperty("by").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_ThatTakesVeryLong_IsAnsweredWhileItGoesOn()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = TimeSpan.Zero);
        var ends = new TaskCompletionSource<Failure?>();
        host.Servers.Restart = _ => ends.Task;
        using var answer = await host.SendAsync(Post("/mcp/servers/finops/restart", new { }));
        Assert.Equal((202, "connecting"), ((int)answer.StatusCode, (await answer.JsonAsync()).GetProperty("status").GetString()));
        Assert.Equal("restarting", (await host.GetJsonAsync("/mcp/servers/finops")).GetProperty("health").GetProperty("status").GetString());
        ends.SetResult(null);
        await host.Get<ServerRestarts>().EndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("healthy", (await host.GetJsonAsync("/mcp/servers/finops")).GetProperty("health").GetProperty("status").GetString());
    }

    /// <summary>Runbook 6.3, and defect 12 of the original: it could not be switched off.</summary>
    [Fact]
    public async Task AutoRestart_SwitchedOff_ShowsAsDegradedUntilItIsOnAgain()
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var off = await host.SendAsync(Put("finops", new { enabled = false }));
        Assert.Equal("""{"id":"finops","enabled":false,"effective":false}""", (await off.JsonAsync()).GetRawText());
        var health = await host.GetJsonAsync("/health");
        Assert.Equal(("degraded", "degraded", "healthy"), (health.GetProperty("status").GetString(), health.GetProperty("components").GetProperty("auto_restart").GetString(), health.GetProperty("components").GetProperty("mcp_servers").GetString()));
        var detail = (await host.GetJsonAsync("/health?detail=true")).GetProperty("components");
        Assert.False(detail.GetProperty("mcp_finops").GetProperty("auto_restart").GetBoolean());
        Assert.Contains("mcp_finops", detail.GetProperty("auto_restart").GetProperty("message").GetString(), StringComparison.Ordinal);

        using var on = await host.SendAsync(Put("finops", new { enabled = true }));
        Assert.Equal("healthy", (await host.GetJsonAsync("/health")).GetProperty("components").GetProperty("mcp_servers").GetString());
        Assert.False((await host.GetJsonAsync("/health")).GetProperty("components").TryGetProperty("auto_restart", out _));
        Assert.Equal(["on", "off"], (await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task AutoRestart_SwitchedOffForAll_ShowsAsDegraded()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton(new HealthOptions { AutoRestart = false }));
        var detail = await host.GetJsonAsync("/health?detail=true");
        Assert.Equal("degraded", detail.GetProperty("status").GetString());
        Assert.Contains("HEALTH_MONITOR_AUTO_RESTART is false", detail.GetProperty("components").GetProperty("auto_restart").GetProperty("message").GetString(), StringComparison.Ordinal);
        using var on = await host.SendAsync(Put("finops", new { enabled = true }));
        Assert.False((await on.JsonAsync()).GetProperty("effective").GetBoolean());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"enabled":"no"}""")]
    public async Task AutoRestart_WithoutAFlag_IsRefused(string body)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/mcp/servers/finops/auto-restart") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });
        await answer.ProblemAsync(400, "invalid-value");
    }

    [Fact]
    public async Task AutoRestart_WhenTheStoreIsAway_SaysThatItWasNotSet()
    {
        await using var host = await CoordinatorHost.StartAsync();
        (host.Get<IStateStore>() as IDisposable)!.Dispose();
        using var answer = await host.SendAsync(Put("finops", new { enabled = false }));
        await answer.ProblemAsync(503, "state-unavailable");
    }

    private static HttpRequestMessage Put(string server, object body) => new(HttpMethod.Put, $"/mcp/servers/{server}/auto-restart") { Content = JsonContent.Create(body) };
}
