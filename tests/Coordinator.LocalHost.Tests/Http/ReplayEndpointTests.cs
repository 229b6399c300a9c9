using Coordinator.Core.Runs;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ReplayEndpointTests
{
    [Fact]
    public async Task Replay_ShowsEachFactWithWhatWasDecided()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.StartAsync();
        await run.CallAsync(("list_instances", "{}"));
        await run.ToolAsync("1.0", "list_instances", "[]");
        await run.AnswerAsync("None.");
        using var answer = await host.SendAsync(Post("/runs/chat-1/replay", new { }));
        var report = await answer.JsonAsync();
        Assert.Equal("6 facts, same decisions.", report.GetProperty("summary").GetString());
        Assert.Equal(
            """{"number":4,"type":"tool_finished","at":"2026-11-24T10:00:00+00:00","verdict":"same","decided":"call list_instances (1.0)","note":null}""",
            report.GetProperty("facts")[3].GetRawText());
        Assert.Equal((1, RunPolicy.Version), (report.GetProperty("policy_version").GetInt32(), report.GetProperty("own_policy_version").GetInt32()));
    }

    [Fact]
    public async Task Replay_OfARunThatIsNotThere_IsNotFound()
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(Post("/runs/chat-1/replay", new { }));
        await answer.ProblemAsync(404, "run-not-found");
    }

    [Fact]
    public async Task Replay_WithABodyThatIsNotJson_IsRefused()
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(PostText("/runs/chat-1/replay", "{"));
        await answer.ProblemAsync(400, "invalid-json");
    }
}
