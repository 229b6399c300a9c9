using System.Text;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Quick reference: "Tool execution failing"; runbook 1.2 and 1.3. Its circuit opens, calls are answered without it, and a reset lets them through again.</summary>
public sealed class When_a_server_keeps_failing
{
    private const string ServiceUnavailable = """{"error":{"status":503,"code":"ServiceUnavailable","retryable":true,"retry_after_ms":0,"message":"Not now."}}""";

    [Fact]
    public async Task Should_answer_without_it_until_its_circuit_is_reset()
    {
        var isWell = false;
        var tools = new ScriptedTools().Read("list", _ => isWell ? ScriptedTools.Says("three instances") : Fails());
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("list", "{}"))
            : ModelReply.Says(request.Results[0].Text));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });

        Assert.Contains("Not now.", await host.AnswerAsync("What is there?"), StringComparison.Ordinal);
        Assert.Equal(3, tools.Calls.Count);
        Assert.Matches("Server temporarily unavailable. 'scripted' is tried again at [0-9:]{8} UTC.", await host.AnswerAsync("What is there now?"));
        Assert.Equal(3, tools.Calls.Count);
        Assert.True((await host.GetAsync("/mcp/servers/scripted/circuit")).GetProperty("read").GetProperty("circuit_open").GetBoolean());
        Assert.Contains(host.Log.Lines.All, line => line.Contains("circuit_opened server=scripted", StringComparison.Ordinal));

        isWell = true;
        using var reset = new HttpRequestMessage(HttpMethod.Delete, "/mcp/servers/scripted/circuit") { Content = new StringContent("", Encoding.UTF8, "application/json") };
        using var answer = await host.Http.SendAsync(reset, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("three instances", await host.AnswerAsync("And now?"));
    }

    private static Outcome<ToolResult> Fails() =>
        new ToolResult { IsError = true, Text = ServiceUnavailable, Structured = JsonDocument.Parse(ServiceUnavailable).RootElement };
}
