using Coordinator.Core.Failures;

namespace Coordinator.Scenarios;

/// <summary>Workflow files with <c>parallel</c>, <c>first</c> and <c>optional</c> steps, read from a folder by the host.</summary>
public sealed class When_a_workflow_branches : IDisposable
{
    private const string Yaml = """
        name: look_around
        title: look around
        group: Tests
        examples: [look around]
        patterns: [look around]
        steps:
          - name: both
            parallel:
              - {name: left, tool: left}
              - {name: right, tool: right}
          - name: anyone
            first:
              - {name: near, tool: near}
              - {name: far, tool: far}
          - {name: extra, tool: extra, optional: true}
        answer: "{{ steps.left.text }} {{ steps.right.text }} {{ steps.anyone.text }}"
        """;

    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;

    public When_a_workflow_branches()
    {
        Directory.CreateDirectory(Path.Combine(_config, "workflows"));
        File.WriteAllText(Path.Combine(_config, "workflows", "look.yaml"), Yaml);
        File.WriteAllText(Path.Combine(_config, "mcp-servers.yaml"), "servers: {}\n");
    }

    public void Dispose() => Directory.Delete(_config, recursive: true);

    [Fact]
    public async Task Should_call_parallel_steps_at_once_and_take_the_first_that_works()
    {
        var met = new TaskCompletionSource[] { new(), new() };
        async Task<Outcome<Core.Tools.ToolResult>> Meet(int self, string says, CancellationToken cancellationToken)
        {
            // Each waits for the other: one after the other would never end.
            met[self].TrySetResult();
            await met[1 - self].Task.WaitAsync(cancellationToken);
            return ScriptedTools.Says(says);
        }

        var tools = new ScriptedTools()
            .Read("left", (_, cancellationToken) => Meet(0, "L", cancellationToken))
            .Read("right", (_, cancellationToken) => Meet(1, "R", cancellationToken))
            .Read("near", _ => new Failure(FailureClass.Denied, "Not here."))
            .Read("far", _ => ScriptedTools.Says("F"))
            .Read("extra", _ => new Failure(FailureClass.Denied, "No extras."));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, ConfigFolder = _config });
        Assert.Equal(("L R F\n\n**This answer is incomplete.** `extra` failed: No extras. Next step: Check what the server's token may do.", 2), KeptLetters.Of(await host.AnswerAsync("look around")));
        Assert.Equal(["left", "right", "near", "far", "extra"], tools.Calls.OrderBy(call => call.StepKey, StringComparer.Ordinal).Select(call => call.Tool));
    }

    [Fact]
    public async Task Should_say_what_failed_when_none_of_the_first_works()
    {
        var tools = new ScriptedTools()
            .Read("left", _ => ScriptedTools.Says("L")).Read("right", _ => ScriptedTools.Says("R"))
            .Read("near", _ => new Failure(FailureClass.Denied, "Not here.")).Read("far", _ => new Failure(FailureClass.Denied, "Too far."))
            .Read("extra", _ => ScriptedTools.Says("E"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, ConfigFolder = _config });
        Assert.Equal(("**I could not look around.** `near` failed: Not here. Next step: Check what the server's token may do. `far` failed: Too far. Next step: Check what the server's token may do.", 2), KeptLetters.Of(await host.AnswerAsync("look around")));
        Assert.DoesNotContain(tools.Calls, call => call.Tool == "extra");
    }
}
