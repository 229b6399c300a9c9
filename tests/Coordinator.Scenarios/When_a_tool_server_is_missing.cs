using System.Net;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;

namespace Coordinator.Scenarios;

/// <summary>Real sessions to servers that are not there: the host serves all the same and says which one is missing.</summary>
public sealed class When_a_tool_server_is_missing : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;

    public void Dispose() => Directory.Delete(_config, recursive: true);

    [Theory]
    [InlineData("[/nowhere/coordinator-no-such-server]", "oci-gone")]
    [InlineData("[sh, -c, \"echo it is broken >&2; exit 3\"]", "oci-gone")]
    public async Task Should_say_so_in_the_answer_and_in_health(string command, string server)
    {
        var words = command.Trim('[', ']').Split(", ", 2);
        Write($"servers:\n  {server}:\n    transport: stdio\n    command: {words[0]}\n{(words.Length > 1 ? $"    args: [{words[1]}]\n" : "")}    connect_timeout_seconds: 10\n");
        var clock = new ManualClock();
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { ConfigFolder = _config, Clock = clock, StopWithin = TimeSpan.Zero });
        var run = await host.BeginChatAsync("look", "t");
        await PassAllPausesAsync(host, clock, run);
        Assert.Equal(
            ("**I could not look.** There is no tool named 'oci_look'. Not connected right now: oci-gone.", 1),
            KeptLetters.Of((await host.GetAsync($"/runs/{run}")).GetProperty("response").GetString()));
        using var health = await host.Http.GetAsync("/health?detail=true", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Contains(server, await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines.All, line => line.Contains("mcp_connect_failed server=oci-gone", StringComparison.Ordinal));
        Assert.Equal("alive", (await host.GetAsync("/health/live")).GetProperty("status").GetString());
    }

    /// <summary>It may be coming up: the step is tried again, ever later.</summary>
    private static async Task PassAllPausesAsync(ScenarioHost host, ManualClock clock, string run)
    {
        for (var attempt = 1; await host.FactAsync<RunFact>(run, IsEndOf(attempt)) is StepFailed { RetryAt: { } again }; attempt++)
        {
            await clock.PassAsync(again, TestContext.Current.CancellationToken);
        }
    }

    private static Func<RunFact, bool> IsEndOf(int attempt) => fact => fact is RunFinished || (fact is StepFailed failed && failed.Attempt == attempt);

    private void Write(string servers)
    {
        Directory.CreateDirectory(Path.Combine(_config, "workflows"));
        File.WriteAllText(Path.Combine(_config, "mcp-servers.yaml"), servers);
        File.WriteAllText(Path.Combine(_config, "workflows", "look.yaml"), """
            name: look
            title: look
            group: Tests
            examples: [look]
            patterns: [look]
            steps:
              - {name: look, tool: oci_look}
            answer: "{{ steps.look.text }}"
            """);
    }
}
