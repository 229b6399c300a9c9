using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Servers say in <c>structuredContent.error</c> whether a failed call may be tried again (runbook 9.2).</summary>
public sealed class When_a_tool_reports_a_passing_error
{
    private const string TooManyRequests = """{"error":{"status":429,"code":"TooManyRequests","retryable":true,"retry_after_ms":0,"message":"Slow down."}}""";
    private const string ServiceUnavailable = """{"error":{"status":503,"code":"ServiceUnavailable","retryable":true,"retry_after_ms":0,"message":"Not now."}}""";

    private static readonly Dictionary<string, string> Changing = new() { ["ALLOW_MUTATIONS"] = "true" };

    [Theory]
    [InlineData(TooManyRequests, 2)]
    [InlineData(ServiceUnavailable, 2)]
    [InlineData("""{"error":{"status":500,"code":"InternalError","retryable":false,"message":"No."}}""", 1)]
    [InlineData("""{"error":{"status":404,"code":"NotFound","message":"No."}}""", 1)]
    [InlineData("""{"error":"odd"}""", 1)]
    public async Task Should_read_again_only_what_may_pass(string error, int calls)
    {
        var tools = new ScriptedTools();
        tools.Read("list", _ => tools.Calls.Count == 1 ? Fails(error) : ScriptedTools.Says("three instances"));
        var answer = await AskAsync(tools, "list", new ToolRule(false), []);
        Assert.Equal(calls, tools.Calls.Count);
        Assert.Equal(calls == 2, answer == "three instances");
    }

    [Fact]
    public async Task Should_write_again_when_nothing_was_done()
    {
        var tools = new ScriptedTools();
        tools.Write("stop", _ => tools.Calls.Count == 1 ? Fails(TooManyRequests) : ScriptedTools.Says("stopped"));
        Assert.Equal("stopped", await AskAsync(tools, "stop", new ToolRule(true), Changing));
        Assert.Equal(2, tools.Calls.Count);
    }

    [Fact]
    public async Task Should_not_write_again_when_it_may_have_been_done()
    {
        var tools = new ScriptedTools();
        tools.Write("stop", _ => Fails(ServiceUnavailable));
        var answer = await AskAsync(tools, "stop", new ToolRule(true), Changing);
        Assert.StartsWith("ERROR: It is not known whether 'stop' was carried out", answer, StringComparison.Ordinal);
        Assert.Single(tools.Calls);
    }

    [Fact]
    public async Task Should_write_again_with_the_same_key_when_the_server_recognises_it()
    {
        var tools = new ScriptedTools();
        tools.Write("stop", _ => tools.Calls.Count == 1 ? Fails(ServiceUnavailable) : ScriptedTools.Says("stopped"));
        var byKey = new ToolRule(true) { Idempotency = ToolIdempotency.Meta };
        Assert.Equal("stopped", await AskAsync(tools, "stop", byKey, Changing));
        Assert.Single(tools.Calls.Select(call => call.EffectKey).Distinct());
        Assert.Equal(2, tools.Calls.Count);
    }

    private static Outcome<ToolResult> Fails(string structured) =>
        new ToolResult { IsError = true, Text = structured, Structured = JsonDocument.Parse(structured).RootElement };

    private static async Task<string> AskAsync(ScriptedTools tools, string tool, ToolRule rule, Dictionary<string, string> settings)
    {
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall(tool, "{}"))
            : ModelReply.Says(request.Results[0].Text));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model, Settings = settings, Policy = ScenarioPlan.PolicyOf(tool, rule) });
        return await host.AnswerAsync("Do it");
    }
}
