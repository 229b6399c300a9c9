using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Scenarios;

/// <summary><c>POST /tools/execute</c>: an operator's call goes the way of all calls.</summary>
public sealed class When_a_tool_is_run_by_hand
{
    private static readonly Dictionary<string, string> Changing = new() { ["ALLOW_MUTATIONS"] = "true" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Should_answer_with_its_result_and_show_it_as_a_run()
    {
        var tools = new ScriptedTools().Read("look", call => ScriptedTools.Shows($$"""{"at":{{call.Arguments.GetRawText()}}}"""));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        var outcome = await RunAsync(host, "look", """{"n":1}""");
        Assert.Equal("succeeded", Text(outcome, "outcome"));
        Assert.Equal("""{"at":{"n":1}}""", outcome.GetProperty("structured").GetRawText());
        var run = await host.GetAsync($"/runs/{Text(outcome, "run_id")}");
        Assert.Equal(("answered", "tool", """Tool look {"n":1}"""), (Text(run, "status"), Text(run, "route"), Text(run, "message")));
    }

    [Fact]
    public async Task Should_make_a_change_once_and_keep_its_effect()
    {
        var tools = new ScriptedTools().Write("stop", _ => ScriptedTools.Says("stopped"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools, Settings = Changing });
        var outcome = await RunAsync(host, "stop", "{}", "same");
        Assert.Equal(Text(outcome, "run_id"), Text(await RunAsync(host, "stop", "{}", "same"), "run_id"));
        Assert.Single(tools.Calls);
        var effect = Assert.Single(await host.Services.GetRequiredService<IRunMemory>().ReadEffectsAsync(Text(outcome, "run_id")!, Token));
        Assert.Equal(("1.0", EffectStatus.Succeeded), (effect.Step, effect.Status));
    }

    [Fact]
    public async Task Should_not_repeat_a_change_that_the_host_did_not_outlive()
    {
        var folder = Directory.CreateTempSubdirectory("coordinator-by-hand-").FullName;
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = new ScriptedTools().Write("stop", async (_, cancellationToken) =>
        {
            sent.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ScriptedTools.Says("never");
        });
        var plan = new ScenarioPlan { Tools = hanging, Settings = Changing, Folder = folder, StopWithin = TimeSpan.Zero, Policy = ScenarioPlan.PolicyOf("stop", new ToolRule(true), TimeSpan.FromSeconds(1)) };
        string runId;
        await using (var first = await ScenarioHost.StartAsync(plan))
        {
            var asked = first.PostAsync("/tools/execute", new { name = "stop" });
            await sent.Task.SoonAsync();
            runId = (await first.Facts.WaitForAsync(happened => happened.Fact is TurnTaken)).RunId;
            await first.StopAsync();
            await asked.ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default).SoonAsync();
        }

        var swift = new ScriptedTools().Write("stop", _ => ScriptedTools.Says("stopped"));
        await using (var second = await ScenarioHost.StartAsync(plan with { Tools = swift }))
        {
            Assert.Equal(RunStatus.Answered, await second.EndAsync(runId));
            Assert.Equal(ToolOutcomes.Unknown, (await second.FactAsync<ToolFinished>(runId)).Outcome);
        }

        Assert.Empty(swift.Calls);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Should_refuse_a_change_when_changes_are_switched_off()
    {
        var tools = new ScriptedTools().Write("stop", _ => ScriptedTools.Says("stopped"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        var outcome = await RunAsync(host, "stop", "{}");
        Assert.Equal("refused", Text(outcome, "outcome"));
        Assert.Contains("ALLOW_MUTATIONS", Text(outcome, "reason"), StringComparison.Ordinal);
        Assert.Empty(tools.Calls);
    }

    [Fact]
    public async Task Should_give_the_call_the_time_that_was_asked_for()
    {
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("seen"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        using var answer = await host.PostAsync("/tools/execute", new { name = "look", timeout_seconds = 7 });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(tools.Calls).TimeLimit);
    }

    [Fact]
    public async Task Should_keep_a_read_that_failed_for_good_and_retry_it_as_it_was()
    {
        var fails = true;
        var tools = new ScriptedTools().Read("look", _ => fails ? new Core.Failures.Failure(Core.Failures.FailureClass.Denied, "No.") : ScriptedTools.Says("seen"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        var outcome = await RunAsync(host, "look", """{"n":1}""");
        Assert.Equal("failed", Text(outcome, "outcome"));
        var letter = Assert.Single(outcome.GetProperty("dead_letters").EnumerateArray()).GetString();

        fails = false;
        using var retried = await host.PostAsync("/dlq/retry", new { ids = new[] { letter } });
        var run = (await retried.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("runs")[0].GetProperty("run_id").GetString()!;
        Assert.Equal(RunStatus.Answered, await host.EndAsync(run));
        Assert.Contains("seen", Text(await host.GetAsync($"/runs/{run}"), "response"), StringComparison.Ordinal);
        Assert.Equal("""{"n":1}""", tools.Calls.Last().Arguments.GetRawText());
    }

    [Fact]
    public async Task Should_be_left_alone_by_a_version_that_would_take_it_for_a_question()
    {
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("seen"));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = tools });
        var outcome = await RunAsync(host, "look", "{}");
        Assert.Equal(2, (await host.FactAsync<RunStarted>(Text(outcome, "run_id")!)).PolicyVersion);
        Assert.Equal(1, (await host.FactAsync<RunStarted>(Text(await host.ChatAsync("Hello"), "run_id")!)).PolicyVersion);
    }

    private static async Task<JsonElement> RunAsync(ScenarioHost host, string tool, string arguments, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tools/execute") { Content = JsonContent.Create(new { name = tool, arguments = JsonElement.Parse(arguments) }) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        using var answer = await host.Http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
