using System.Net;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Http.Routes;
using Coordinator.Http.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class RouteTests
{
    [Fact]
    public void Names_OfAllRoutes_AreUnique() => Assert.Equal(CoordinatorRoutes.All.Count, CoordinatorRoutes.All.DistinctBy(route => route.Name).Count());

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/runs/a/b/c")]
    [InlineData("/page/secret.cs")]
    public async Task Path_WhenUnknown_Answers404AsProblem(string path)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get(path));

        Assert.Contains(path, await response.ProblemAsync(404, "not-found"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/chat", "POST")]
    [InlineData("DELETE", "/runs/chat-1", "GET, HEAD")]
    [InlineData("POST", "/", "GET, HEAD")]
    public async Task Method_WhenWrong_Answers405WithThoseAllowed(string method, string path, string allowed)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        await response.ProblemAsync(405, "method-not-allowed");
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task Endpoint_WhenItThrows_Answers500WithoutInsidesAndLogsThem()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Servers.Broken = new InvalidOperationException("the inside story");

        using var response = await host.SendAsync(Get("/tools"));
        var detail = await response.ProblemAsync(500, "internal");
        var line = host.Logs.Lines.Single(line => line.Contains("request_broke", StringComparison.Ordinal));

        Assert.DoesNotContain("inside story", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("the inside story", line, StringComparison.Ordinal);
        var requestId = line.Split("request_id=")[1].Split(' ')[0];
        Assert.Contains(requestId, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_WhenRunMemoryIsBroken_Answers503()
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Memory.Broken = new RunMemoryException("database is locked");

        using var response = await host.SendAsync(Get("/runs"));

        await response.ProblemAsync(503, "storage-unavailable");
    }

    [Fact]
    public async Task Head_OfAGetRoute_IsAnsweredWithoutABody()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/health"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_Always_AreNotStoredAndNotGuessedAt()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get("/runs"));

        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task SlackEvents_WhenSlackIsNotConfigured_SaysSo()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Post("/slack/events", new { }));

        await response.ProblemAsync(503, "slack-not-configured");
    }

    [Fact]
    public async Task SlackEvents_WhenSlackIsConfigured_AreHandedOn()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services =>
            services.AddSingleton<SlackEventsHandler>(_ => Task.FromResult(Results.Text("handed on"))));

        using var response = await host.SendAsync(Post("/slack/events", new { }));

        Assert.Equal("handed on", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Facts_OfEveryType_KeepTheirNames() => Assert.Equal(
        [
            "inbox_read", "message_routed", "reply_intended", "reply_posted", "run_dead_lettered", "run_finished", "run_resumed",
            "run_started", "step_failed", "step_queued", "tool_finished", "turn_taken", "unknown_fact",
        ],
        typeof(RunFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunFact)))
            .Select(type => FactJson.TypeOf((RunFact)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type))).Order(StringComparer.Ordinal));
}
