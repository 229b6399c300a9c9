using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Execution;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Defect 13: none of this was there.</summary>
public sealed class DeadLetterEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_ShowsALetterAsTheRunbookNamesIt()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await AddAsync(host, Letter("op_r1", "r1"));
        Assert.Equal(
            """{"items":[{"id":"op_r1","failure_type":"timeout","operation":"model","error":"no answer","parameters":{"message":"hello"},"run_id":"r1","thread_id":"t1","step":null,"write":false,"timestamp":"2026-11-24T10:00:00+00:00","retry_count":0,"status":"pending","retry_run":null,"edited":false}],"count":1,"next":null}""",
            (await host.GetJsonAsync("/dlq")).GetRawText());
        Assert.Equal("op_r1", (await host.GetJsonAsync("/dlq/op_r1")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Get_ByPage_GoesOnAtItsCursor()
    {
        await using var host = await CoordinatorHost.StartAsync();
        foreach (var number in Enumerable.Range(0, 5))
        {
            await AddAsync(host, Letter($"op_r{number}", $"r{number}") with { Timestamp = host.Clock.GetUtcNow().AddMinutes(number) });
        }

        var ids = new List<string>();
        for (var path = "/dlq?limit=2"; path.Length > 0 && ids.Count < 9;)
        {
            var page = await host.GetJsonAsync(path);
            Assert.Equal(5, page.GetProperty("count").GetInt32());
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            path = page.GetProperty("next").GetString() is { } next ? $"/dlq?limit=2&cursor={next}" : "";
        }

        Assert.Equal(["op_r4", "op_r3", "op_r2", "op_r1", "op_r0"], ids);
    }

    [Theory]
    [InlineData("/dlq?limit=0", 400, "invalid-value", "limit must be a whole number from 1 to 200.")]
    [InlineData("/dlq?limit=x", 400, "invalid-value", "limit must be a whole number from 1 to 200.")]
    [InlineData("/dlq?cursor=nonsense", 400, "invalid-value", "cursor must be the next of an earlier answer.")]
    [InlineData("/dlq?cursor=", 400, "invalid-value", "cursor must be the next of an earlier answer.")]
    [InlineData("/dlq?type=bad", 400, "unknown-failure-type", "type is 'bad'; known are tool_call, llm_call, mcp_connection, timeout, authentication, rate_limit, validation, slack, unknown.")]
    [InlineData("/dlq/op_none", 404, "dead-letter-not-found", "There is no dead letter 'op_none': it was retried, discarded or is too old. GET /dlq lists them.")]
    public async Task Get_WhenAsked_Wrongly_SaysWhatIsWrong(string path, int status, string type, string detail)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(Requests.Get(path));
        Assert.Equal(detail, await answer.ProblemAsync(status, type));
    }

    [Theory]
    [InlineData("{}", "invalid-value", "Give either ids or failure_types.")]
    [InlineData("""{"ids":["a"],"failure_types":["timeout"]}""", "invalid-value", "Give either ids or failure_types.")]
    [InlineData("""{"ids":[]}""", "invalid-value", "ids and failure_types must be lists of 1 to 200 texts.")]
    [InlineData("""{"ids":"a"}""", "invalid-value", "ids and failure_types must be lists of 1 to 200 texts.")]
    [InlineData("""{"ids":["\ud83d"]}""", "invalid-value", "ids and failure_types must be lists of 1 to 200 texts.")]
    [InlineData("""{"failure_types":["TIMEOUT"]}""", "unknown-failure-type", "failure_types is 'TIMEOUT'; known are tool_call, llm_call, mcp_connection, timeout, authentication, rate_limit, validation, slack, unknown.")]
    [InlineData("""{"ids":["a"],"max_retries":0}""", "invalid-value", "max_retries must be a whole number from 1 to 100.")]
    [InlineData("""{"ids":["a"],"limit":1.5}""", "invalid-value", "limit must be a whole number from 1 to 200.")]
    [InlineData("""{"types":["timeout"]}""", "invalid-value", "types is not known: give ids, failure_types, max_retries, limit.")]
    public async Task Retry_WhenAsked_Wrongly_SaysWhatIsWrong(string body, string type, string detail)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(Requests.PostText("/dlq/retry", body));
        Assert.Equal(detail, await answer.ProblemAsync(400, type));
    }

    [Fact]
    public async Task Retry_AnswersInTheRunbooksWords()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await AddAsync(host, Letter("op_r1", "r1"));
        using var answer = await host.SendAsync(Requests.PostText("/dlq/retry", """{"ids":["op_r1","op_none"]}"""));
        Assert.Equal(
            """{"retried":1,"failed":0,"skipped":[{"id":"op_none","reason":"There is no such dead letter."}],"runs":[{"run_id":"r1-retry1","ids":["op_r1"]}]}""",
            await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("retrying", (await host.GetJsonAsync("/dlq/op_r1")).GetProperty("status").GetString());

        using var discarded = await DeleteAsync(host, "op_r1");
        Assert.Equal("It is being retried by run r1-retry1. Wait for its end, or stop it.", await discarded.ProblemAsync(409, "dead-letter-conflict"));
        Assert.Equal(["dead_letter_retried op_r1"], await AuditedAsync(host));
    }

    [Theory]
    [InlineData("""{"parameters":{}}""", 400, "parameters.message must be a text of 1 to 8000 characters.")]
    [InlineData("""{"parameters":{"message":" "}}""", 400, "parameters.message must be a text of 1 to 8000 characters.")]
    [InlineData("""{"parameters":{"message":"x","text":"y"}}""", 400, "parameters.text is not known: a run has parameters.message.")]
    [InlineData("""{"parameters":{"message":"with [redacted]"}}""", 400, "parameters.message holds [redacted], which stands for what is not shown. Write the message without it.")]
    [InlineData("""{"parameters":7}""", 400, "parameters must be an object.")]
    [InlineData("""{"message":"x"}""", 400, "message cannot be changed: only parameters can.")]
    public async Task Put_OfARun_WhenAsked_Wrongly_NamesTheField(string body, int status, string detail)
    {
        await using var host = await CoordinatorHost.StartAsync();
        await AddAsync(host, Letter("op_r1", "r1"));
        using var answer = await PutAsync(host, "op_r1", body);
        Assert.Equal(detail, await answer.ProblemAsync(status, "invalid-value"));
    }

    [Fact]
    public async Task Put_OfARun_IsWhatTheRetryAsks()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await AddAsync(host, Letter("op_r1", "r1"));
        using var answer = await PutAsync(host, "op_r1", """{"parameters":{"message":"ask so"}}""");
        Assert.True((await answer.JsonAsync()).GetProperty("edited").GetBoolean());
        await host.SendAsync(Requests.PostText("/dlq/retry", """{"ids":["op_r1"]}"""));
        Assert.Equal("ask so", (await host.GetJsonAsync("/runs/r1-retry1")).GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("""{"name":7}""", "parameters.name must be of type string.")]
    [InlineData("""{"login":{"password":"[redacted]"}}""", "parameters.name is required.")]
    [InlineData("""{"name":"[redacted]"}""", null)]
    [InlineData("""{"name":"x","extra":"[redacted]"}""", "parameters.extra holds [redacted], but nothing was hidden there. Give the value itself.")]
    public async Task Put_OfACall_IsHeldAgainstTheToolsSchema(string parameters, string? detail)
    {
        await using var host = await CoordinatorHost.StartAsync();
        host.Servers.Tools = [new ToolDefinition { Server = "db", Name = "list", InputSchema = JsonElement.Parse("""{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}""") }];
        await AddCallAsync(host);
        using var answer = await PutAsync(host, "op_r1.1.0", $$"""{"parameters":{{parameters}}}""");
        if (detail is null)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        else
        {
            Assert.Equal(detail, await answer.ProblemAsync(400, "invalid-value"));
        }
    }

    [Fact]
    public async Task Delete_DiscardsIt()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await AddAsync(host, Letter("op_r1", "r1"));
        using var first = await DeleteAsync(host, "op_r1");
        Assert.Equal("""{"id":"op_r1","discarded":true}""", await first.Content.ReadAsStringAsync(Token));
        using var second = await DeleteAsync(host, "op_r1");
        await second.ProblemAsync(404, "dead-letter-not-found");
        Assert.Equal(["dead_letter_discarded op_r1"], await AuditedAsync(host));
    }

    private static async Task<IEnumerable<string>> AuditedAsync(CoordinatorHost host) =>
        (await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("action")} {entry.GetProperty("target")}");

    private static DeadLetter Letter(string id, string runId) => new()
    {
        Id = id, FailureType = "timeout", Operation = "model", Error = "no answer", Parameters = new JsonObject { ["message"] = "hello" }, RunId = runId, Thread = "chat-t1",
        Timestamp = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
    };

    private static async Task AddAsync(CoordinatorHost host, DeadLetter letter, params RunFact[] facts)
    {
        await host.Runs.AddAsync(letter.RunId);
        foreach (var fact in facts)
        {
            await host.Memory.AppendAsync(new RunWrite(letter.RunId, fact), Token);
        }

        var at = host.Clock.GetUtcNow();
        await host.Memory.AppendAsync(new RunWrite(letter.RunId, new RunDeadLettered("timeout", "no answer") { At = at }) { Letters = [DeadLetterChange.Put(letter)] }, Token);
        await host.Memory.AppendAsync(new RunWrite(letter.RunId, new RunFinished(RunStatus.Failed) { At = at }), Token);
    }

    /// <summary>A call whose argument <c>name</c> is a password.</summary>
    private static async Task AddCallAsync(CoordinatorHost host)
    {
        var at = host.Clock.GetUtcNow();
        var letter = Letter("op_r1.1.0", "r1") with { Step = "1.0", Operation = "list", Parameters = new JsonObject { ["name"] = "[redacted]" } };
        await AddAsync(host, letter, new ToolFinished("1.0", "list", ToolOutcomes.Failed) { At = at, Class = FailureClass.Timeout });
        var content = new TurnContent { Calls = [new TurnCall { Tool = "list", Arguments = JsonElement.Parse("""{"name":"password=tiger","login":{"password":"x"}}""") }] };
        await host.Memory.AppendAsync(new RunWrite("r1", new TurnTaken(1, [new RequestedCall("list", "d")]) { At = at }) { Content = ContentJson.Write(content) }, Token);
    }

    private static async Task<HttpResponseMessage> PutAsync(CoordinatorHost host, string id, string body) =>
        await host.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/dlq/{id}") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });

    private static async Task<HttpResponseMessage> DeleteAsync(CoordinatorHost host, string id) =>
        await host.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/dlq/{id}") { Content = JsonContent.Create(new { }) });
}
