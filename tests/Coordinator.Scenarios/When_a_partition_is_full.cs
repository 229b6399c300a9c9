using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Models;
using Coordinator.TestKit.Slack;

namespace Coordinator.Scenarios;

/// <summary>Runbook 7: calls stand in line, the thread says where, and an operator makes room.</summary>
public sealed class When_a_partition_is_full : IAsyncDisposable
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedTools _tools;
    private SlackScenario? _scenario;

    public When_a_partition_is_full() => _tools = new ScriptedTools().Read("look", async (call, cancellationToken) =>
    {
        if (call.RunId != SlackScenario.RunId)
        {
            _called.TrySetResult();
            await _release.Task.WaitAsync(cancellationToken);
        }

        return ScriptedTools.Says("seen");
    });

    /// <summary>How long a call in line waits before it asks for the second time.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_scenario is not null)
        {
            await _scenario.DisposeAsync();
        }
    }

    [Fact]
    public async Task Should_say_in_the_thread_where_it_stands_and_answer_when_its_turn_comes()
    {
        var scenario = await FillAsync();
        var queued = await QueueAsync(scenario);
        Assert.Equal(("default", 1), (queued.Partition, queued.Position));
        await scenario.Host.FactAsync<ReplyPosted>(SlackScenario.RunId, posted => posted.Update == 1);
        Assert.StartsWith("Working on it… 1st in line for default", Assert.Single(scenario.Thread).Shown, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), await UseAsync(scenario.Host));

        _release.SetResult();
        await scenario.Clock.ReachAsync(queued.RetryAt, Token);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal("Sunny.", Assert.Single(scenario.Thread).Shown);
        Assert.Equal(2, _tools.Calls.Count);
        Assert.Equal(1, _tools.MostUnderWay);
    }

    [Fact]
    public async Task Should_go_on_when_an_operator_raises_the_limit()
    {
        var scenario = await FillAsync();
        await scenario.AskAsync();
        var turn = await scenario.Host.FactAsync<TurnTaken>(SlackScenario.RunId);
        await scenario.Clock.WaitForTimerAsync(turn.At + FirstPause, Token);
        await LimitAsync(scenario.Host, 2);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Equal(2, _tools.MostUnderWay);
        _release.SetResult();
    }

    [Fact]
    public async Task Should_leave_the_line_when_it_is_stopped()
    {
        var scenario = await FillAsync();
        await QueueAsync(scenario);
        using var stopped = await scenario.Host.PostAsync($"/runs/{SlackScenario.RunId}/stop", new { user_id = "U1" });
        Assert.Equal(RunStatus.Stopped, await scenario.Host.EndAsync(SlackScenario.RunId));
        Assert.Single(_tools.Calls);
        _release.SetResult();
    }

    [Fact]
    public async Task Should_give_up_after_the_partitions_time_and_say_why()
    {
        var scenario = await FillAsync();
        var queued = await QueueAsync(scenario);
        foreach (var attempt in new[] { 2, 3 })
        {
            await scenario.Clock.ReachAsync(queued.RetryAt, Token);
            await PassInLineAsync(scenario.Clock, scenario.Clock.Now, Bulkheads.WaitInStep);
            queued = await scenario.Host.FactAsync<StepQueued>(SlackScenario.RunId, again => again.Attempt == attempt);
        }

        await scenario.Clock.ReachAsync(queued.RetryAt, Token);
        var tool = await scenario.Host.FactAsync<ToolFinished>(SlackScenario.RunId);
        Assert.Equal("The only place of 'default' is taken, and none came free within 30 s. Ask again later, or let an operator raise its limit.", tool.Reason);
        Assert.Equal(RunStatus.Answered, await scenario.Host.EndAsync(SlackScenario.RunId));
        _release.SetResult();
    }

    [Fact]
    public async Task Should_keep_no_other_run_from_going_on()
    {
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(request => request.UserText.Contains("weather", StringComparison.Ordinal) ? ModelReply.Says("Sunny.") : Answer(request));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan
        {
            Tools = _tools, Model = model, Clock = clock, StopWithin = TimeSpan.Zero, Settings = new Dictionary<string, string> { ["RUN_MAX_ACTIVE"] = "2" },
        });
        await LimitAsync(host, 1);
        await host.BeginChatAsync("What is there?", "a");
        await _called.Task.SoonAsync();
        var second = await host.BeginChatAsync("And there?", "b");
        var turn = await host.FactAsync<TurnTaken>(second);
        await PassInLineAsync(clock, turn.At, Bulkheads.WaitInStep);
        await host.FactAsync<StepQueued>(second);

        Assert.Equal(RunStatus.Answered, await host.EndAsync(await host.BeginChatAsync("How is the weather?", "c")));
        _release.SetResult();
    }

    [Fact]
    public async Task Should_keep_its_place_over_a_restart_of_the_host()
    {
        var folder = Directory.CreateTempSubdirectory("coordinator-line-").FullName;
        var clock = new ManualClock();
        await using var model = await ModelStub.StartAsync(Answer);
        var plan = new ScenarioPlan { Tools = _tools, Model = model, Clock = clock, Folder = folder, StopWithin = TimeSpan.Zero };
        string first, second;
        StepQueued queued;
        await using (var host = await ScenarioHost.StartAsync(plan))
        {
            await LimitAsync(host, 1);
            first = await host.BeginChatAsync("What is there?", "a");
            await _called.Task.SoonAsync();
            second = await host.BeginChatAsync("And there?", "b");
            var turn = await host.FactAsync<TurnTaken>(second);
            await PassInLineAsync(clock, turn.At, Bulkheads.WaitInStep);
            queued = await host.FactAsync<StepQueued>(second);
        }

        // The place that the first one gave up at the stop is kept for the second, but only for two seconds.
        var timers = clock.Timers;
        await using var again = await ScenarioHost.StartAsync(plan);
        _release.SetResult();
        await clock.WaitForTimerAsync(clock.Now + FirstPause, Token, timers);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(RunStatus.Answered, await again.EndAsync(first));
        Assert.Equal(1, (await UseAsync(again)).Waiting);
        await clock.ReachAsync(queued.RetryAt, Token);
        Assert.Equal(RunStatus.Answered, await again.EndAsync(second));
        await again.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Time passes only once the call stands in line.</summary>
    private static async Task PassInLineAsync(ManualClock clock, DateTimeOffset from, TimeSpan span)
    {
        await clock.WaitForTimerAsync(from + FirstPause, Token);
        await clock.PassAsync(from + span, Token);
    }

    private static ModelReply Answer(ModelRequest request) => request.Results.Count == 0 ? ModelReply.Asks(new StubCall("look", "{}")) : ModelReply.Says("Sunny.");

    /// <summary>One place, and another run has it.</summary>
    private async Task<SlackScenario> FillAsync()
    {
        _scenario = await SlackScenario.StartAsync(Answer, _tools);
        await LimitAsync(_scenario.Host, 1);
        Assert.Equal(200, await _scenario.Host.DeliverAsync(SlackPayloads.AppMention(SlackScenario.Question with { Channel = "C200" })));
        await _called.Task.SoonAsync();
        return _scenario;
    }

    private static async Task<StepQueued> QueueAsync(SlackScenario scenario)
    {
        await scenario.AskAsync();
        var turn = await scenario.Host.FactAsync<TurnTaken>(SlackScenario.RunId);
        await PassInLineAsync(scenario.Clock, turn.At, Bulkheads.WaitInStep);
        return await scenario.Host.FactAsync<StepQueued>(SlackScenario.RunId);
    }

    private static async Task LimitAsync(ScenarioHost host, int limit)
    {
        using var answer = await host.Http.PutAsJsonAsync("/bulkheads/default", new { max_concurrent = limit }, Token);
        Assert.Equal(limit, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("max_concurrent").GetInt32());
    }

    private static async Task<(int Active, int Waiting, int Limit)> UseAsync(ScenarioHost host)
    {
        var partition = (await host.GetAsync("/bulkheads")).GetProperty("partitions").EnumerateArray().Single(partition => partition.GetProperty("partition").GetString() == "default");
        return (partition.GetProperty("active_count").GetInt32(), partition.GetProperty("waiting_count").GetInt32(), partition.GetProperty("max_concurrent").GetInt32());
    }
}
