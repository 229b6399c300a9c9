using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;

namespace Coordinator.Scenarios;

/// <summary>The shipped workflows, without a model, over tools that do not do what they should: nothing is invented and nothing changed.</summary>
public sealed class When_a_workflow_meets_trouble
{
    private const string List = "oci_compute_list_instances";
    private const string Stop = "oci_compute_stop_by_name";
    private static readonly Dictionary<string, string> Changing = new() { ["ALLOW_MUTATIONS"] = "true" };

    public static TheoryData<string, string> Troubles => new()
    {
        { "fails", "**I could not list the compute instances.** `oci_compute_list_instances` failed: OCI is down." },
        { "is away", "**I could not list the compute instances.** `oci_compute_list_instances` failed: 'scripted' does not allow this (403). Next step: Check what the server's token may do." },
        { "says nothing", "**I could not list the compute instances.** `oci_compute_list_instances` failed: It gave no reason." },
        { "is empty", "There are no running instances." },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Should_say_what_failed_and_invent_nothing(string trouble, string expected)
    {
        var tools = new ScriptedTools().Read(List, _ => trouble switch
        {
            "fails" => new ToolResult { IsError = true, Text = "OCI is down" },
            "is away" => new Failure(FailureClass.Denied, "'scripted' does not allow this (403)."),
            "says nothing" => new ToolResult { IsError = true, Text = "" },
            _ => ScriptedTools.Shows("""{"instances":[],"count":0,"total":0}"""),
        });
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        Assert.Equal((expected, trouble == "is away" ? 1 : 0), KeptLetters.Of(await host.AnswerAsync("list running instances")));
    }

    [Fact]
    public async Task Should_say_so_when_the_server_is_missing()
    {
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools() });
        Assert.StartsWith("**I could not list the compute instances.** There is no tool named 'oci_compute_list_instances'.", await host.AnswerAsync("list running instances"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop instance twin", "2 instances are named `twin`, so nothing was changed.")]
    [InlineData("stop instance web-0", "There is no instance named `web-0`. Nothing was changed. Similar names: ")]
    [InlineData("stop instance web-01 in nowhere", "There is no instance named `web-01` in nowhere. Nothing was changed.")]
    public async Task Should_change_nothing_unless_exactly_one_instance_has_that_name(string message, string expected)
    {
        var tools = Instances();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Settings = Changing });
        Assert.StartsWith(expected, await host.AnswerAsync(message), StringComparison.Ordinal);
        Assert.DoesNotContain(tools.Calls, call => call.Tool == Stop);
    }

    [Fact]
    public async Task Should_change_exactly_the_one_that_was_named()
    {
        var tools = Instances();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Settings = Changing });
        Assert.Equal("**`web-01` was stopped**: RUNNING → STOPPED.", await host.AnswerAsync("stop instance web-01"));
        var write = Assert.Single(tools.Calls, call => call.Tool == Stop);
        Assert.Equal("""{"instance_name":"web-01","compartment_id":"c1"}""", write.Arguments.GetRawText());
    }

    [Fact]
    public async Task Should_refuse_changes_where_they_are_not_switched_on()
    {
        var tools = Instances();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        var answer = await host.ChatAsync("stop instance web-01");
        Assert.Contains("changes are switched off here (ALLOW_MUTATIONS is not true). Nothing was done.", answer.GetProperty("response").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(tools.Calls, call => call.Tool == Stop);
        Assert.Equal(ToolOutcomes.Refused, answer.GetProperty("steps")[1].GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("when did the backup start")]
    [InlineData("why did instance web-01 stop?")]
    [InlineData("should I stop instance web-01?")]
    [InlineData("don't stop instance web-01")]
    [InlineData("stop instance web-01 and start instance twin")]
    [InlineData("stop all instances")]
    public async Task Should_start_nothing_from_what_is_no_plain_order(string message)
    {
        var tools = Instances();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Settings = Changing });
        var answer = await host.ChatAsync(message);
        Assert.Empty(tools.Calls);
        Assert.Equal("answered", answer.GetProperty("status").GetString());
        Assert.Contains("list running instances", answer.GetProperty("response").GetString(), StringComparison.Ordinal);
    }

    private static ScriptedTools Instances() => new ScriptedTools()
        .Read(List, _ => ScriptedTools.Shows("""
            {"instances":[{"name":"web-01","state":"RUNNING","compartment":"prod","compartment_id":"c1"},
             {"name":"twin","state":"RUNNING","compartment":"a","compartment_id":"ca"},{"name":"twin","state":"RUNNING","compartment":"b","compartment_id":"cb"}],"count":3,"total":3}
            """))
        .Write(Stop, call => ScriptedTools.Shows($$"""{"type":"instance_action","instance_name":"{{call.Arguments.GetProperty("instance_name").GetString()}}","from":"RUNNING","to":"STOPPED"}"""));
}
