using System.Net;
using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class ToolExecuteEndpointTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string"},"count":{"type":"integer"},"kind":{"enum":["a","b"]}}}""");

    private static readonly (string, string) Key = ("Idempotency-Key", "order-7");

    [Fact]
    public async Task Execute_IsARunOfItsOwn_AndAnswersWithItsOutcome()
    {
        await using var host = await StartAsync();
        host.Runs.AtOnce = async run =>
        {
            await run.StartAsync(MessageRouted.ToTool);
            await run.CallAsync(("stop_instance", """{"name":"web-01"}"""));
            await run.ToolAsync("1.0", "stop_instance", """{"state":"STOPPED"}""", write: true);
            await run.AnswerAsync("done");
        };
        using var answer = await host.SendAsync(Post("/tools/execute", new { name = "stop_instance", arguments = new { name = "web-01" }, timeout_seconds = 9, user_id = "ann" }));
        var outcome = await answer.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            ("stop_instance", "succeeded", """{"state":"STOPPED"}""", true, "answered"),
            (Text(outcome, "tool"), Text(outcome, "outcome"), Text(outcome, "result"), outcome.GetProperty("write").GetBoolean(), Text(outcome, "status")));

        var request = (await host.Memory.FindRunAsync(Text(outcome, "run_id")!, TestContext.Current.CancellationToken))!.Request;
        Assert.StartsWith("tool-", request.RunId, StringComparison.Ordinal);
        Assert.Equal(("stop_instance", 9, "ann"), (request.Call!.Tool, request.Call.TimeoutSeconds, request.Actor.Id));
        Assert.Equal("""{"name":"web-01"}""", request.Call.Arguments.GetRawText());
        var audited = Assert.Single((await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray());
        Assert.Equal(("tool_run", "stop_instance", $"run {request.RunId}"), (Text(audited, "action"), Text(audited, "target"), Text(audited, "detail")));
    }

    [Fact]
    public async Task Execute_WhenItTakesLonger_Answers202WithTheRun()
    {
        await using var host = await StartAsync(TimeSpan.Zero);
        using var answer = await host.SendAsync(Post("/tools/execute", new { name = "stop_instance", arguments = new { name = "web-01" } }));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/runs/{Text(await answer.JsonAsync(), "run_id")}", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Execute_WhenTheSameKeyComesAgain_IsTheSameRun_AndWithAnotherCallRefused()
    {
        await using var host = await StartAsync(TimeSpan.Zero);
        using var first = await host.SendAsync(Post("/tools/execute", new { name = "stop_instance", arguments = new { name = "web-01" } }, Key));
        using var second = await host.SendAsync(Post("/tools/execute", new { arguments = new { name = "web-01" }, name = "stop_instance" }, Key));
        using var other = await host.SendAsync(Post("/tools/execute", new { name = "stop_instance", arguments = new { name = "web-02" } }, Key));
        Assert.Equal((await first.JsonAsync()).GetRawText(), (await second.JsonAsync()).GetRawText());
        await other.ProblemAsync(422, "idempotency-conflict");
        Assert.Equal(1, host.Runs.Starts);
    }

    [Theory]
    [InlineData("""{"arguments":{}}""", 400, "invalid-value", "name must be the exact name of a tool.")]
    [InlineData("""{"name":"stop_instance","arguments":[]}""", 400, "invalid-value", "arguments must be a JSON object.")]
    [InlineData("""{"name":"stop_instance"}""", 400, "invalid-value", "arguments.name is required.")]
    [InlineData("""{"name":"stop_instance","arguments":{"name":1}}""", 400, "invalid-value", "arguments.name must be of type string.")]
    [InlineData("""{"name":"stop_instance","arguments":{"name":"x","kind":"c"}}""", 400, "invalid-value", "arguments.kind must be one of \"a\", \"b\".")]
    [InlineData("""{"name":"stop_instance","arguments":{"nmae":"x","name":"y"}}""", 400, "invalid-value", "arguments.nmae is not known to the tool.")]
    [InlineData("""{"name":"stop_instance","arguments":{"name":"x"},"timeout_seconds":0}""", 400, "invalid-value", "timeout_seconds must be a whole number from 1 to 3600.")]
    [InlineData("""{"name":"stop_instance","arguments":{"name":"x"},"timeout_seconds":"5"}""", 400, "invalid-value", "timeout_seconds must be a whole number from 1 to 3600.")]
    [InlineData("""{"name":"stop_instanc","arguments":{}}""", 404, "tool-not-found", "There is no tool named 'stop_instanc'. Names are exact; GET /tools lists them.")]
    public async Task Execute_WhenItIsWrong_NamesTheFieldAndStartsNothing(string body, int status, string type, string detail)
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(PostText("/tools/execute", body));
        Assert.Equal(detail, await answer.ProblemAsync(status, type));
        Assert.Equal(0, host.Runs.Starts);
    }

    private static async Task<CoordinatorHost> StartAsync(TimeSpan? answerWithin = null)
    {
        var host = await CoordinatorHost.StartAsync(options => options.AnswerWithin = answerWithin ?? options.AnswerWithin);
        host.Servers.Tools = [new ToolDefinition { Server = "oci-unified", Name = "stop_instance", Description = "Stops an instance.", InputSchema = Schema }];
        return host;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
