using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class RunsEndpointTests
{
    [Fact]
    public async Task List_WhenThereAreMany_PagesFromTheNewest()
    {
        await using var host = await CoordinatorHost.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await host.Runs.AddAsync($"chat-{number}");
        }

        var first = await host.GetJsonAsync("/runs?limit=2");
        var second = await host.GetJsonAsync($"/runs?limit=2&before={first.GetProperty("next_before")}");
        var third = await host.GetJsonAsync($"/runs?limit=2&before={second.GetProperty("next_before")}");

        Assert.Equal(["chat-5", "chat-4"], Ids(first));
        Assert.Equal(["chat-3", "chat-2"], Ids(second));
        Assert.Equal(["chat-1"], Ids(third));
        Assert.Equal("null", third.GetProperty("next_before").GetRawText());
    }

    [Fact]
    public async Task List_WhenFiltered_GivesThoseOfThatStatusOrThread()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Runs.AddAsync("chat-1", threadKey: "chat-a");
        await (await host.Runs.AddAsync("chat-2", threadKey: "chat-b")).AnswerAsync("Done.");
        await host.Runs.AddAsync("slack-1", text: new string('x', 300), threadKey: "slack-T1-C1-1.2");

        Assert.Equal(["chat-2"], Ids(await host.GetJsonAsync("/runs?status=answered")));
        Assert.Equal(["chat-1"], Ids(await host.GetJsonAsync("/runs?thread_id=a")));
        var slack = (await host.GetJsonAsync("/runs?thread_id=slack-T1-C1-1.2")).GetProperty("runs")[0];
        Assert.Equal("slack-T1-C1-1.2", slack.GetProperty("thread_id").GetString());
        Assert.Equal(201, slack.GetProperty("message").GetString()!.Length);
        Assert.Equal("queued", slack.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("before=x", "before")]
    [InlineData("status=Answered", "status")]
    [InlineData("thread_id=%20", "thread_id")]
    public async Task List_WhenAParameterIsWrong_NamesIt(string query, string named)
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get($"/runs?{query}"));

        Assert.StartsWith(named, await response.ProblemAsync(400, "invalid-value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WhenTheRunIsFinished_ShowsWhatWentInAndWhatCameOut()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.StartAsync();
        await run.CallAsync(("list_instances", """{"state":"RUNNING"}"""), ("stop_instance", """{"name":"web-01"}"""));
        await run.ToolAsync("1.1", "stop_instance", "Refused.", ToolOutcomes.Refused, reason: "Changes are switched off here.", write: true);
        await run.ToolAsync("1.0", "list_instances", new string('a', 4500));
        await run.AppendAsync(new StepFailed("turn:2", 1, FailureClass.RateLimited, "Too many requests.", host.Clock.GetUtcNow().AddSeconds(20)) { At = host.Clock.GetUtcNow() });
        await run.AnswerAsync("Two are *running*.");

        var shown = await host.GetJsonAsync("/runs/chat-1");

        Assert.Equal("list running instances", shown.GetProperty("message").GetString());
        Assert.Equal(("workflow", "list_instances"), (shown.GetProperty("route").GetString(), shown.GetProperty("workflow").GetString()));
        Assert.Equal("Two are *running*.", shown.GetProperty("response").GetString());
        Assert.Contains("<em>running</em>", shown.GetProperty("response_html").GetString(), StringComparison.Ordinal);
        var steps = shown.GetProperty("steps");
        Assert.Equal(["1.0", "1.1"], steps.EnumerateArray().Select(step => step.GetProperty("key").GetString()!));
        Assert.Equal("""{"state":"RUNNING"}""", steps[0].GetProperty("arguments").GetRawText());
        Assert.Equal((4000, 4500), (steps[0].GetProperty("result").GetString()!.Length, steps[0].GetProperty("result_chars").GetInt32()));
        Assert.Equal(("refused", "Changes are switched off here.", true), (steps[1].GetProperty("outcome").GetString(), steps[1].GetProperty("reason").GetString(), steps[1].GetProperty("write").GetBoolean()));
        var facts = shown.GetProperty("facts").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 8), facts.Select(fact => fact.GetProperty("number").GetInt32()));
        Assert.Equal(("step_failed", "rate_limited", "fail:turn:2:1"), (facts[5].GetProperty("type").GetString(), facts[5].GetProperty("class").GetString(), facts[5].GetProperty("key").GetString()));
    }

    [Fact]
    public async Task Get_WhenTheRunGoesOn_ShowsStepsWithoutOutcome()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var run = await host.Runs.AddAsync("chat-1");
        await run.StartAsync();
        await run.CallAsync(("list_instances", "{}"));

        var shown = await host.GetJsonAsync("/runs/chat-1");

        Assert.Equal("running", shown.GetProperty("status").GetString());
        Assert.Equal("null", shown.GetProperty("response").GetRawText());
        Assert.Equal("null", shown.GetProperty("steps")[0].GetProperty("outcome").GetRawText());
    }

    [Fact]
    public async Task Get_WhenTheRunIsUnknown_Answers404()
    {
        await using var host = await CoordinatorHost.StartAsync();

        using var response = await host.SendAsync(Get("/runs/chat-0"));

        Assert.Contains("chat-0", await response.ProblemAsync(404, "run-not-found"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhenTheRunGoesOn_Answers202AndTellsWho()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Runs.AddAsync("chat-1");

        using var response = await host.SendAsync(Post("/runs/chat-1/stop", new { user_id = "ann" }));

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(("chat-1", "ann"), await host.Runs.NextStopAsync());
    }

    [Fact]
    public async Task Stop_WithoutABody_IsTheApis()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Runs.AddAsync("chat-1");
        var request = new HttpRequestMessage(HttpMethod.Post, "/runs/chat-1/stop") { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new("application/json");

        using var response = await host.SendAsync(request);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal(("chat-1", "api"), await host.Runs.NextStopAsync());
    }

    [Theory]
    [InlineData("""{"user_id":7}""")]
    [InlineData("""{"user_id":""}""")]
    public async Task Stop_WhenTheNameIsWrong_SaysSoAndStopsNothing(string body)
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Runs.AddAsync("chat-1");

        using var response = await host.SendAsync(PostText("/runs/chat-1/stop", body));

        Assert.Contains("user_id", await response.ProblemAsync(400, "invalid-value"), StringComparison.Ordinal);
        Assert.Empty(await host.Memory.ReadInboxAsync("chat-1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stop_WhenTheRunHasEndedOrIsUnknown_SaysWhich()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await (await host.Runs.AddAsync("chat-1")).AnswerAsync("Done.");

        using var ended = await host.SendAsync(Post("/runs/chat-1/stop", new { }));
        using var unknown = await host.SendAsync(Post("/runs/chat-0/stop", new { }));

        await ended.ProblemAsync(409, "run-finished");
        await unknown.ProblemAsync(404, "run-not-found");
    }

    private static IEnumerable<string> Ids(System.Text.Json.JsonElement list) => list.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()!);
}
