using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Runbook 5, and defect 13 of the original: nothing could be listed by what failed, retried or discarded, and secrets were shown.</summary>
public sealed class When_something_fails_for_good
{
    private static readonly Failure Down = new(FailureClass.Network, "Connection refused.") { RetryAfter = TimeSpan.Zero };

    [Fact]
    public async Task Should_finish_the_run_on_retry_without_doing_anything_twice()
    {
        var isWell = false;
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three")).Write("stop", _ => ScriptedTools.Says("stopped"));
        await using var scenario = await LetterScenario.StartAsync(tools, request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("look", "{}"), new StubCall("stop", "{}"))
            : isWell ? ModelReply.Says($"Berlin: {string.Join(", ", request.Results.Select(result => result.Text))}") : ModelReply.Fails(500, "0"));

        Assert.Equal(RunStatus.Failed, await scenario.AskAsync());
        var letter = await scenario.LetterAsync();
        var id = letter.GetProperty("id").GetString()!;
        Assert.Equal($"op_{LetterScenario.RunId}", id);
        Assert.Equal(("llm_call", "model", 0, "pending"), (Text(letter, "failure_type"), Text(letter, "operation"), letter.GetProperty("retry_count").GetInt32(), Text(letter, "status")));
        Assert.Contains($"kept as dead letter `{id}`", Assert.Single(scenario.Thread), StringComparison.Ordinal);
        Assert.Equal([id], (await scenario.Host.GetAsync($"/runs/{LetterScenario.RunId}")).GetProperty("dead_letters").EnumerateArray().Select(item => item.GetString()));

        isWell = true;
        var report = await scenario.RetryAsync(new { failure_types = new[] { "llm_call" } });
        Assert.Equal((1, 0, 0), LetterScenario.Figures(report));
        Assert.Equal(2, scenario.Thread.Count);
        Assert.StartsWith("*Retried*", scenario.Thread[1], StringComparison.Ordinal);
        Assert.Contains("Berlin: three, stopped", scenario.Thread[1], StringComparison.Ordinal);
        Assert.Equal(["look", "stop"], tools.Calls.Select(call => call.Tool).Order());
        Assert.Empty(await scenario.LettersAsync());
        var retry = await scenario.Host.GetAsync($"/runs/{LetterScenario.RunId}-retry1");
        Assert.Equal((LetterScenario.RunId, "answered"), (Text(retry, "retry_of"), Text(retry, "status")));
    }

    [Fact]
    public async Task Defect13_Should_make_only_the_failed_calls_again_and_think_anew()
    {
        var isWell = false;
        var tools = new ScriptedTools()
            .Read("first", _ => isWell ? ScriptedTools.Says("one") : Down).Read("second", _ => isWell ? ScriptedTools.Says("two") : Down).Read("third", _ => ScriptedTools.Says("three"));
        await using var scenario = await LetterScenario.StartAsync(tools, request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("first", "{}"), new StubCall("second", "{}"), new StubCall("third", "{}"))
            : ModelReply.Says($"Found {string.Join(", ", request.Results.Select(result => result.Text))}"));

        Assert.Equal(RunStatus.Answered, await scenario.AskAsync());
        var letters = await scenario.LettersAsync("?type=mcp_connection");
        Assert.Equal(["first", "second"], letters.Select(letter => Text(letter, "operation")).Order());
        Assert.Equal("second", Text(Assert.Single(await scenario.LettersAsync("?operation=second")), "operation"));
        Assert.EndsWith($"What failed is kept for an operator: dead letters `op_{LetterScenario.RunId}.1.0`, `op_{LetterScenario.RunId}.1.1`.", scenario.Thread[0], StringComparison.Ordinal);

        isWell = true;
        var report = await scenario.RetryAsync(new { failure_types = new[] { "mcp_connection" } });
        Assert.Equal((2, 0, 0), LetterScenario.Figures(report));
        Assert.Single(report.GetProperty("runs").EnumerateArray());
        Assert.EndsWith("Found one, two, three", scenario.Thread[1], StringComparison.Ordinal);
        Assert.Equal(1, tools.Calls.Count(call => call.Tool == "third"));
        Assert.Empty(await scenario.LettersAsync());
    }

    [Fact]
    public async Task Should_bring_the_same_letter_back_when_it_fails_again()
    {
        await using var scenario = await LetterScenario.StartAsync(new ScriptedTools(), request => ModelReply.Fails(401));
        await scenario.AskAsync();
        Assert.Equal("authentication", Text(await scenario.LetterAsync(), "failure_type"));

        Assert.Equal((1, 0, 0), LetterScenario.Figures(await scenario.RetryAsync(new { ids = new[] { $"op_{LetterScenario.RunId}" }, max_retries = 1 })));
        var letter = await scenario.LetterAsync();
        Assert.Equal(($"op_{LetterScenario.RunId}", 1, "pending"), (Text(letter, "id"), letter.GetProperty("retry_count").GetInt32(), Text(letter, "status")));
        Assert.Contains("on retry, either", scenario.Thread[1], StringComparison.Ordinal);

        var report = await scenario.RetryAsync(new { ids = new[] { $"op_{LetterScenario.RunId}", "op_nobody" }, max_retries = 1 });
        Assert.Equal((0, 0, 2), LetterScenario.Figures(report));
    }

    [Fact]
    public async Task Should_never_repeat_a_change()
    {
        var tools = new ScriptedTools().Write("stop", _ => new Failure(FailureClass.Validation, "The answer was lost.") { MaybeExecuted = true });
        await using var scenario = await LetterScenario.StartAsync(tools, request => request.Results.Count == 0 ? ModelReply.Asks(new StubCall("stop", "{}")) : ModelReply.Says("Who knows"));
        await scenario.AskAsync();
        var letter = await scenario.LetterAsync();
        Assert.Equal(("tool_call", true), (Text(letter, "failure_type"), letter.GetProperty("write").GetBoolean()));

        var report = await scenario.RetryAsync(new { failure_types = new[] { "tool_call" } });
        Assert.Contains("ask for it again in the thread", Text(Assert.Single(report.GetProperty("skipped").EnumerateArray()), "reason"), StringComparison.Ordinal);
        Assert.Single(tools.Calls);

        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/dlq/{Text(letter, "id")}") { Content = JsonContent.Create(new { }) };
        using var discarded = await scenario.Host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, discarded.StatusCode);
        Assert.Empty(await scenario.LettersAsync());
    }

    [Fact]
    public async Task Should_send_what_an_operator_edited_and_show_no_secret()
    {
        var isWell = false;
        var tools = new ScriptedTools().Read("look", call => isWell ? ScriptedTools.Says(call.Arguments.GetRawText()) : Down);
        await using var scenario = await LetterScenario.StartAsync(tools, request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("look", """{"name":"web-01","login":{"password":"tiger"}}"""))
            : ModelReply.Says("Seen"));
        await scenario.AskAsync();
        var letter = await scenario.LetterAsync();
        Assert.DoesNotContain("tiger", letter.ToString(), StringComparison.Ordinal);

        var parameters = letter.GetProperty("parameters").GetRawText().Replace("web-01", "web-02", StringComparison.Ordinal);
        using var answer = await scenario.Host.Http.PutAsJsonAsync($"/dlq/{Text(letter, "id")}", new { parameters = JsonElement.Parse(parameters) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("tiger", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        isWell = true;
        await scenario.RetryAsync(new { ids = new[] { Text(letter, "id") } });
        Assert.Equal("""{"name":"web-02","login":{"password":"tiger"}}""", tools.Calls.Last().Arguments.GetRawText());
        Assert.Contains("web-02", scenario.Model.Requests[^1].Body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("web-01", scenario.Model.Requests[^1].Body.ToJsonString(), StringComparison.Ordinal);

        // The question names web-01: the thread has to hear that this is not the answer to it.
        Assert.Contains("""with arguments that an operator changed: `{"name":"web-02","login":{"password":"[redacted]"}}`""", scenario.Thread[1], StringComparison.Ordinal);
        Assert.DoesNotContain("tiger", scenario.Thread[1], StringComparison.Ordinal);
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
