using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Defect 14: self-healing happens, of reads, once, and in sight of everybody.</summary>
public sealed class When_a_read_is_written_wrong
{
    private const string Id = "ocid1.instance.oc1.iad.abc123";

    private const string Schema = """
        {"type":"object","required":["id","days"],"additionalProperties":false,
         "properties":{"id":{"type":"string"},"days":{"type":"integer"},"start":{"type":"string","format":"date-time"}}}
        """;

    [Fact]
    public async Task Should_send_what_the_schema_takes_and_say_what_was_changed()
    {
        var tools = new ScriptedTools().Read("metrics", _ => ScriptedTools.Says("21 %")).Taking("metrics", Schema);
        await using var model = await AskingAsync("metrics", $$"""{"id":"{{Id}}","days":"7"}""");
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });

        Assert.Equal("[Called with corrected arguments: days was \"7\", sent as 7.]\n21 %", await host.AnswerAsync("How busy?"));

        Assert.Equal(7, Assert.Single(tools.Calls).Arguments.GetProperty("days").GetInt32());
        var step = await StepAsync(host);
        Assert.Equal(("succeeded", "days was \"7\", sent as 7."), (step.GetProperty("outcome").GetString(), Assert.Single(step.GetProperty("corrected").EnumerateArray().ToList()).GetString()));
        Assert.Equal("7", step.GetProperty("arguments").GetProperty("days").GetString());
    }

    [Fact]
    public async Task Should_read_once_more_when_the_server_refused_what_can_be_put_right()
    {
        var tools = new ScriptedTools().Read("metrics", call => Accepts(call.Arguments) ? ScriptedTools.Says("21 %") : ScriptedTools.Fails(400, "Invalid id or start.")).Taking("metrics", Schema);
        await using var model = await AskingAsync("metrics", $$"""{"id":"<{{Id}}>","start":"2026-01-31 10:00"}""");
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });

        var answer = await host.AnswerAsync("How busy?");

        Assert.EndsWith("\n21 %", answer, StringComparison.Ordinal);
        Assert.Contains($"id was \"<{Id}>\", sent as \"{Id}\". start was \"2026-01-31 10:00\", sent as \"2026-01-31T10:00:00Z\". days was missing, sent as 30.", answer, StringComparison.Ordinal);
        Assert.Equal(2, tools.Calls.Count);
        var facts = (await host.GetAsync($"/runs/{await RunIdAsync(host)}")).GetProperty("facts").EnumerateArray().ToList();
        var refused = Assert.Single(facts, fact => fact.GetProperty("type").GetString() == "step_failed");
        Assert.Equal("Invalid id or start. 400 Bad request. Next step: Check parameters.", refused.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Should_give_the_model_the_error_when_the_corrected_read_is_refused_too()
    {
        var tools = new ScriptedTools().Read("metrics", _ => ScriptedTools.Fails(400, "No such metric.", ",\"request_id\":\"r-1\"")).Taking("metrics", Schema);
        await using var model = await AskingAsync("metrics", $$"""{"id":" {{Id}} ","days":1}""");
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });

        var answer = await host.AnswerAsync("How busy?");

        Assert.Equal($"ERROR: [Called with corrected arguments: id was \" {Id} \", sent as \"{Id}\".]\nNo such metric. 400 Bad request. Next step: Check parameters. Request id: r-1.", answer);
        Assert.Equal(2, tools.Calls.Count);
        Assert.Equal("No such metric. 400 Bad request. Next step: Check parameters. Request id: r-1.", (await StepAsync(host)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Should_not_read_again_when_there_is_nothing_to_put_right_but_say_which_arguments_there_are()
    {
        var tools = new ScriptedTools().Read("metrics", _ => new Failure(FailureClass.Validation, "'scripted' refused the call of 'metrics': unexpected argument") { Code = "-32602" }).Taking("metrics", Schema);
        await using var model = await AskingAsync("metrics", $$"""{"instance":"{{Id}}","days":1}""");
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Model = model });

        Assert.Equal(
            "ERROR: 'scripted' refused the call of 'metrics': unexpected argument. Next step: Check parameters.\nUnknown: instance. Missing: id. Known arguments: id, days, start.",
            await host.AnswerAsync("How busy?"));
        Assert.Single(tools.Calls);
    }

    [Theory]
    [InlineData("""{"id":" ocid1.instance.oc1.iad.abc123 ","days":"7"}""")]
    [InlineData("""{"start":"2026-01-31"}""")]
    public async Task Should_never_touch_the_arguments_of_a_write(string arguments)
    {
        var tools = new ScriptedTools().Write("stop", _ => ScriptedTools.Fails(400, "Invalid.")).Taking("stop", Schema);
        await using var model = await AskingAsync("stop", arguments);
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan
        {
            Tools = tools, Model = model, Settings = new Dictionary<string, string> { ["ALLOW_MUTATIONS"] = "true" }, Policy = ScenarioPlan.PolicyOf("stop", new ToolRule(true)),
        });

        Assert.StartsWith("ERROR: Invalid. 400 Bad request. Next step: Check parameters.", await host.AnswerAsync("Stop it"), StringComparison.Ordinal);

        Assert.Equal(arguments, Assert.Single(tools.Calls).Arguments.GetRawText());
        Assert.False((await StepAsync(host)).TryGetProperty("corrected", out var corrected) && corrected.ValueKind != JsonValueKind.Null);
    }

    private static bool Accepts(JsonElement arguments) =>
        arguments.GetProperty("id").GetString() == Id && arguments.TryGetProperty("start", out var start) && start.GetString() == "2026-01-31T10:00:00Z";

    private static Task<ModelStub> AskingAsync(string tool, string arguments) => ModelStub.StartAsync(request => request.Results.Count == 0
        ? ModelReply.Asks(new StubCall(tool, arguments))
        : ModelReply.Says(request.Results[0].Text));

    private static async Task<string> RunIdAsync(ScenarioHost host) => (await host.Facts.WaitForAsync(happened => happened.Fact is RunFinished)).RunId;

    private static async Task<JsonElement> StepAsync(ScenarioHost host) => (await host.GetAsync($"/runs/{await RunIdAsync(host)}")).GetProperty("steps")[0];
}
