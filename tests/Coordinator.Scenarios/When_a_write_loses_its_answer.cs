using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

public sealed class When_a_write_loses_its_answer
{
    private static readonly Failure Lost = new(FailureClass.Validation, "The answer was lost.") { MaybeExecuted = true };
    private static readonly Failure NeverSent = new(FailureClass.RateLimited, "Not now.") { RetryAfter = TimeSpan.Zero };
    private static readonly Dictionary<string, string> Changing = new() { ["ALLOW_MUTATIONS"] = "true" };

    [Fact]
    public async Task Should_send_it_again_with_the_same_key_when_the_server_recognises_it()
    {
        var attempts = 0;
        var tools = new ScriptedTools().Write("stop", _ => ++attempts == 1
            ? new Failure(FailureClass.Network, "cut") { MaybeExecuted = true, RetryAfter = TimeSpan.Zero }
            : ScriptedTools.Says("stopped"));
        var answer = await AskAsync(tools, new ToolRule(true) { Idempotency = ToolIdempotency.Meta });
        Assert.Equal("stopped", answer);
        Assert.Equal(2, tools.Calls.Count);
        Assert.Single(tools.Calls.Select(call => call.EffectKey).Distinct());
        Assert.All(tools.Calls, call => Assert.NotNull(call.EffectKey));
    }

    [Fact]
    public async Task Should_never_send_it_again_when_nobody_can_tell()
    {
        var tools = new ScriptedTools().Write("stop", _ => Lost);
        var answer = await AskAsync(tools, new ToolRule(true));
        Assert.Contains("It is not known whether 'stop' was carried out", answer, StringComparison.Ordinal);
        Assert.Single(tools.Calls);
    }

    [Fact]
    public async Task Should_send_it_again_when_it_is_certain_that_nothing_happened()
    {
        var attempts = 0;
        var tools = new ScriptedTools().Write("stop", _ => ++attempts == 1 ? NeverSent : ScriptedTools.Says("stopped"));
        Assert.Equal("stopped", await AskAsync(tools, new ToolRule(true)));
        Assert.Equal(2, attempts);
    }

    [Theory]
    [InlineData("STOPPED", "Carried out.", 1)]
    [InlineData("RUNNING", "stopped at last", 2)]
    public async Task Should_find_out_by_reading(string state, string expected, int writes)
    {
        var sent = 0;
        string? asked = null;
        var tools = new ScriptedTools()
            .Write("stop", _ => ++sent == 1 ? Lost : ScriptedTools.Says("stopped at last"))
            .Read("show", call => ScriptedTools.Shows($$"""{"name":"{{JsonElement.Parse(asked = call.Arguments.GetRawText()).GetProperty("name").GetString()}}","state":"{{state}}"}"""));
        var rule = new ToolRule(true)
        {
            Verify = new ToolVerification(
                "show",
                new Dictionary<string, string> { ["name"] = "{{ args.name }}", ["exact"] = "true", ["profile"] = "{{ args.profile }}" },
                "{% if result.name != args.name %}?{% elsif result.state == 'STOPPED' %}succeeded{% else %}not_executed{% endif %}"),
        };
        Assert.StartsWith(expected, await AskAsync(tools, rule, TimeSpan.FromMilliseconds(1)), StringComparison.Ordinal);
        Assert.Equal(writes, sent);
        Assert.Equal("""{"name":"web-01","exact":true}""", asked);
    }

    [Fact]
    public async Task Should_refuse_it_when_changes_are_switched_off()
    {
        var tools = new ScriptedTools().Write("stop", _ => ScriptedTools.Says("stopped"));
        var answer = await AskAsync(tools, new ToolRule(true), settings: []);
        Assert.Contains("changes are switched off here (ALLOW_MUTATIONS is not true). Nothing was done.", answer, StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }

    private static async Task<string> AskAsync(ScriptedTools tools, ToolRule rule, TimeSpan? timeLimit = null, Dictionary<string, string>? settings = null)
    {
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(new StubCall("stop", """{"name":"web-01"}"""))
            : ModelReply.Says(request.Results[0].Text));
        var plan = new ScenarioPlan { Tools = tools, Model = model, Settings = settings ?? Changing, Policy = ScenarioPlan.PolicyOf("stop", rule, timeLimit) };
        await using var host = await ScenarioHost.StartAsync(plan);
        return await host.AnswerAsync("Stop it");
    }
}
