using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>A legacy name leads to the tool of today; what is known and done goes by the tool's own name, what is told by the name that was used.</summary>
public sealed class When_a_tool_has_another_name
{
    private const string Canonical = "oci_compute_stop_instance";
    private static readonly Dictionary<string, string> Changing = new() { ["ALLOW_MUTATIONS"] = "true" };

    [Fact]
    public async Task Should_call_the_tool_and_keep_the_name_that_was_used()
    {
        var tools = new ScriptedTools().Write(Canonical, _ => ScriptedTools.Says("stopped"));
        await using var model = await CallingAsync("stop_instance");
        await using var host = await ScenarioHost.StartAsync(Plan(tools, model, new ToolRule(true) { Idempotency = ToolIdempotency.Meta }));

        var answer = await host.ChatAsync("Stop it");

        Assert.Equal("stopped", answer.GetProperty("response").GetString());
        var call = Assert.Single(tools.Calls);
        Assert.Equal(Canonical, call.Tool);
        Assert.NotNull(call.EffectKey);
        var fact = await host.FactAsync<ToolFinished>(answer.GetProperty("run_id").GetString()!);
        Assert.Equal(("stop_instance", true, ToolOutcomes.Succeeded), (fact.Tool, fact.Write, fact.Outcome));
        Assert.Contains(Canonical, model.Requests[0].Tools);
        Assert.DoesNotContain("stop_instance", model.Requests[0].Tools);
    }

    /// <summary>The policy's line for the tool decides, whatever its server says and whatever it is called.</summary>
    [Fact]
    public async Task Should_be_refused_as_the_tool_itself_is()
    {
        var tools = new ScriptedTools().Read(Canonical, _ => ScriptedTools.Says("stopped"));
        await using var model = await CallingAsync("stop_instance");
        await using var host = await ScenarioHost.StartAsync(Plan(tools, model, new ToolRule(true)) with { Settings = new Dictionary<string, string>() });

        Assert.Contains("'stop_instance' changes something, and changes are switched off here", await host.AnswerAsync("Stop it"), StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }

    [Fact]
    public async Task Should_find_out_by_reading_with_a_tool_of_another_name()
    {
        var tools = new ScriptedTools()
            .Write(Canonical, _ => new Failure(FailureClass.Validation, "The answer was lost.") { MaybeExecuted = true })
            .Read("oci_compute_list_instances", _ => ScriptedTools.Shows("""{"state":"STOPPED"}"""));
        var rule = new ToolRule(true) { Verify = new ToolVerification("list_instances", new Dictionary<string, string>(), "{% if result.state == 'STOPPED' %}succeeded{% endif %}") };
        await using var model = await CallingAsync("stop_instance");
        await using var host = await ScenarioHost.StartAsync(Plan(tools, model, rule, TimeSpan.FromMilliseconds(1)));

        Assert.StartsWith("Carried out.", await host.AnswerAsync("Stop it"), StringComparison.Ordinal);
        Assert.Equal([Canonical, "oci_compute_list_instances"], tools.Calls.Select(call => call.Tool));
    }

    /// <summary>Defect 6: the original reached tools by names that were only similar.</summary>
    [Theory]
    [InlineData("stop_instances")]
    [InlineData("Stop_instance")]
    [InlineData("oci_oci_compute_stop_instance")]
    [InlineData("gateway__oci_compute_stop_instance")]
    public async Task Should_not_be_reached_by_a_name_that_is_only_similar(string name)
    {
        var tools = new ScriptedTools().Write(Canonical, _ => ScriptedTools.Says("stopped"));
        await using var model = await CallingAsync(name);
        await using var host = await ScenarioHost.StartAsync(Plan(tools, model, new ToolRule(true)));

        Assert.Equal($"ERROR: There is no tool named '{name}'.", await host.AnswerAsync("Stop it"));
        Assert.Empty(tools.Calls);
    }

    private static Task<ModelStub> CallingAsync(string tool) =>
        ModelStub.StartAsync(request => request.Results.Count == 0 ? ModelReply.Asks(new StubCall(tool, "{}")) : ModelReply.Says(request.Results[0].Text));

    private static ScenarioPlan Plan(ScriptedTools tools, ModelStub model, ToolRule rule, TimeSpan? timeLimit = null) =>
        new() { Tools = tools, Model = model, Settings = Changing, Policy = ScenarioPlan.PolicyOf(Canonical, rule, timeLimit) };
}
