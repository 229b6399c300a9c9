using Coordinator.Core.Runs;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class EventStreamTests
{
    [Fact]
    public async Task ChatStream_WhenTheRunGoesOn_ShowsEveryEventAsItHappens()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await using var events = await ServerEvents.OpenAsync(host.Client, Post("/chat/stream", new { message = "list running instances" }));
        var run = await host.Runs.NextAsync();
        await host.Events.NextWatcherAsync();

        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"/runs/{run.Request.RunId}", events.Response.Headers.Location?.OriginalString);
        var first = await events.NextAsync();
        Assert.Equal(("run", null, run.Request.RunId), (first!.Name, first.Id, first.Data.GetProperty("run_id").GetString()));

        await run.StartAsync();
        Assert.Equal(("run_started", "1"), Named(await events.NextAsync()));
        Assert.Equal(("message_routed", "2"), Named(await events.NextAsync()));

        await run.CallAsync(("list_instances", """{"state":"RUNNING"}"""));
        var turn = await events.NextAsync();
        Assert.Equal(("turn_taken", "3"), Named(turn));
        Assert.Equal("""[{"step":"1.0","tool":"list_instances","arguments":{"state":"RUNNING"}}]""", turn!.Data.GetProperty("calls").GetRawText());

        run.Report("step_started", "tool:1.0", "list_instances");
        var progress = await events.NextAsync();
        Assert.Equal(("progress", null), Named(progress));
        Assert.Equal("""{"kind":"step_started","step":"tool:1.0","text":"list_instances"}""", progress!.Data.GetRawText());

        await run.ToolAsync("1.0", "list_instances", new string('x', 5000));
        var tool = (await events.NextAsync())!.Data;
        Assert.Equal((4000, 5000), (tool.GetProperty("result").GetString()!.Length, tool.GetProperty("result_chars").GetInt32()));
        Assert.Equal("succeeded", tool.GetProperty("outcome").GetString());

        await run.AnswerAsync("None.");
        var rest = await events.RestAsync();
        Assert.Equal(["turn_taken", "run_finished", "end"], rest.Select(item => item.Name));
        Assert.Equal("None.", rest[^1].Data.GetProperty("response").GetString());
        Assert.Equal("<p>None.</p>", rest[^1].Data.GetProperty("response_html").GetString()!.Trim());
    }

    [Fact]
    public async Task Events_WhenTheClientComesBack_SendsOnlyWhatItHasNotSeen()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.StartAsync();
        await run.CallAsync(("list_instances", "{}"));
        var before = await ServerEvents.FollowAsync(host.Client, "chat-1");
        Assert.Equal(("run_started", "1"), Named(await before.NextAsync()));
        Assert.Equal(("message_routed", "2"), Named(await before.NextAsync()));
        await before.DisposeAsync();

        await run.ToolAsync("1.0", "list_instances", "[]");
        await using var after = await ServerEvents.FollowAsync(host.Client, "chat-1", lastEventId: "2");
        Assert.Equal(("turn_taken", "3"), Named(await after.NextAsync()));
        Assert.Equal(("tool_finished", "4"), Named(await after.NextAsync()));
        await run.AnswerAsync("None.");

        Assert.Equal([("turn_taken", "5"), ("run_finished", "6"), ("end", null)], (await after.RestAsync()).Select(Named));
    }

    [Fact]
    public async Task Events_WhenTheClientHasSeenTheLastFact_SendsTheEndOnly()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.AnswerAsync("None.");

        await using var events = await ServerEvents.FollowAsync(host.Client, "chat-1", lastEventId: "2");

        Assert.Equal([("end", null)], (await events.RestAsync()).Select(Named));
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("none")]
    public async Task Events_WhenTheLastEventIdIsNonsense_StillEnds(string lastEventId)
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.AnswerAsync("None.");

        await using var events = await ServerEvents.FollowAsync(host.Client, "chat-1", lastEventId);

        Assert.Equal("end", (await events.RestAsync())[^1].Name);
    }

    [Fact]
    public async Task Events_WhenNothingHappens_SendsAHeartbeatEvery15Seconds()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Runs.AddAsync("chat-1");
        using var response = await host.Client.SendAsync(Get("/runs/chat-1/events"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await host.Events.NextWatcherAsync();
        Assert.Equal("retry: 2000", await ReadAsync(reader));

        host.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(": still here", await ReadAsync(reader));
        host.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(": still here", await ReadAsync(reader));
    }

    [Fact]
    public async Task Events_WhenTheProcessStops_EndsWithoutAnEndSoThatTheClientComesBack()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.StartAsync();
        await using var events = await ServerEvents.FollowAsync(host.Client, "chat-1");
        await host.Events.NextWatcherAsync();

        await host.StopAsync();

        Assert.DoesNotContain("end", (await events.RestAsync()).Select(item => item.Name));
    }

    [Fact]
    public async Task Events_WhenTheRunIsParked_Ends()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.AppendAsync(new UnknownFact("run_paused", "{}") { At = host.Clock.GetUtcNow() });
        host.Memory.NoteStatus("chat-1", RunStatus.Parked, null);

        await using var events = await ServerEvents.FollowAsync(host.Client, "chat-1");
        var all = await events.RestAsync();

        Assert.Equal(["unknown_fact", "end"], all.Select(item => item.Name));
        Assert.Equal("parked", all[^1].Data.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Events_WhenTheRunIsUnknown_Answers404()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get("/runs/chat-0/events"));

        await response.ProblemAsync(404, "run-not-found");
    }

    [Fact]
    public async Task Events_WhenOnlyTheHeadIsAsked_DoesNotWait()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Runs.AddAsync("chat-1");

        using var response = await host.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/runs/chat-1/events"));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    private static (string Name, string? Id) Named(ServerEvent? item) => (item!.Name, item.Id);

    private static async Task<string?> ReadAsync(StreamReader reader)
    {
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return line;
    }
}
