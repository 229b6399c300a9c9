using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Tools;
using Xunit;

namespace Coordinator.TestKit.Hosts;

/// <summary>What every host of runs does, whatever remembers for it.</summary>
public abstract class RunHostSuite
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the host on the run memory of this test, which outlives it.</summary>
    protected abstract Task<IRunHost> StartAsync(RunHostParts parts);

    [Fact]
    public async Task Start_CarriesTheRunToItsAnswer()
    {
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three"));
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("look")));
        Assert.True(await host.Starter.StartAsync(Request("r1"), Token));
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r1"));
        Assert.Equal("Found: three", await host.Memory.ReadContentAsync("r1", "finish", Token));
        Assert.Equal(
            ["run_started", "message_routed", "turn_taken", "tool_finished", "turn_taken", "run_finished"],
            (await host.Memory.ReadFactsAsync("r1", 0, Token)).Select(stored => RunFactJson.TypeOf(stored.Fact)));
    }

    [Fact]
    public async Task Start_WhenTheMessageComesManyTimesAtOnce_IsOneRun()
    {
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three"));
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("look")));
        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.Starter.StartAsync(Request("r1"), Token))));
        Assert.Single(started, isNew => isNew);
        await EndOfAsync(host, "r1");
        Assert.False(await host.Starter.StartAsync(Request("r1"), Token));
        Assert.Single(tools.Calls);
    }

    [Fact]
    public async Task Results_ReachTheModelInTheOrderOfItsCalls()
    {
        var second = new TaskCompletionSource();
        var tools = new ScriptedTools()
            .Read("slow", async (_, cancellationToken) =>
            {
                await second.Task.WaitAsync(cancellationToken);
                return ScriptedTools.Says("one");
            })
            .Read("fast", _ =>
            {
                second.TrySetResult();
                return ScriptedTools.Says("two");
            });
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("slow", "fast")));
        await host.Starter.StartAsync(Request("r1"), Token);
        await EndOfAsync(host, "r1");
        Assert.Equal("Found: one, two", await host.Memory.ReadContentAsync("r1", "finish", Token));
    }

    [Fact]
    public async Task Failure_IsTriedAgainAndRecorded()
    {
        var tools = new ScriptedTools();
        tools.Read("look", _ => tools.Calls.Count == 1 ? new Failure(FailureClass.Network, "Cut.") { RetryAfter = TimeSpan.Zero } : ScriptedTools.Says("three"));
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("look")));
        await host.Starter.StartAsync(Request("r1"), Token);
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r1"));
        Assert.Single((await host.Memory.ReadFactsAsync("r1", 0, Token)).Select(stored => stored.Fact).OfType<StepFailed>());
        Assert.Equal(2, tools.Calls.Count);
    }

    [Fact]
    public async Task Wait_EndsByItself()
    {
        var asked = 0;
        var model = new ScriptedModel(_ => Interlocked.Increment(ref asked) == 1
            ? new Failure(FailureClass.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromSeconds(1) }
            : ScriptedModel.Says("Here I am"));
        await using var host = await StartAsync(new RunHostParts(new ScriptedTools(), model));
        await host.Starter.StartAsync(Request("r1"), Token);
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r1"));
    }

    [Fact]
    public async Task Line_IsStoodInUntilAPlaceComesFree()
    {
        var (release, called) = (new TaskCompletionSource(), new TaskCompletionSource());
        var tools = new ScriptedTools();
        tools.Read("look", async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return ScriptedTools.Says("three");
        });
        var parts = new RunHostParts(tools, AsksOnce("look")) { Partitions = new PartitionPlan([new Partition(Partition.Rest, 1, TimeSpan.FromMinutes(2))]) };
        await using var host = await StartAsync(parts);
        await host.Starter.StartAsync(Request("r1"), Token);
        await called.Task.WaitAsync(Limit, Token);
        await host.Starter.StartAsync(Request("r2"), Token);
        await HasFactAsync<StepQueued>(host, "r2");
        Assert.Single(tools.Calls);
        release.SetResult();
        Assert.Equal([RunStatus.Answered, RunStatus.Answered], [await EndOfAsync(host, "r1"), await EndOfAsync(host, "r2")]);
        Assert.Equal(1, tools.MostUnderWay);
    }

    [Fact]
    public async Task Stop_EndsWhatIsUnderWay()
    {
        var (tools, called) = Hanging("look");
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("look")));
        await host.Starter.StartAsync(Request("r1"), Token);
        await called.WaitAsync(Limit, Token);
        Assert.True(await host.Starter.StopAsync("r1", "U2", Token));
        Assert.Equal(RunStatus.Stopped, await EndOfAsync(host, "r1"));
        Assert.StartsWith("**Stopped** by U2.", await host.Memory.ReadContentAsync("r1", "finish", Token), StringComparison.Ordinal);
        Assert.False(await host.Starter.StopAsync("unknown", "U2", Token));
    }

    [Fact]
    public async Task Stop_ReachesARunThatWaits()
    {
        var waits = new Failure(FailureClass.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromHours(1) };
        await using var host = await StartAsync(new RunHostParts(new ScriptedTools(), new ScriptedModel(_ => waits)));
        await host.Starter.StartAsync(Request("r1"), Token);
        await EventuallyAsync(async () => await host.Memory.FindRunAsync("r1", Token) is { Status: RunStatus.Waiting, WakeAt: not null });
        await host.Starter.StopAsync("r1", "U2", Token);
        Assert.Equal(RunStatus.Stopped, await EndOfAsync(host, "r1"));
    }

    [Fact]
    public async Task Thread_HasOneRunAtATime()
    {
        var (tools, called) = Hanging("look");
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("look")));
        await host.Starter.StartAsync(Request("r1", "t"), Token);
        await called.WaitAsync(Limit, Token);
        await host.Starter.StartAsync(Request("r2", "t"), Token);
        await host.Starter.StartAsync(Request("r3", "other") with { Text = "hello" }, Token);
        await EndOfAsync(host, "r3");
        Assert.Empty(await host.Memory.ReadFactsAsync("r2", 0, Token));
        await host.Starter.StopAsync("r1", "U2", Token);
        await HasFactAsync<RunStarted>(host, "r2");
        await host.Starter.StopAsync("r2", "U2", Token);
        await EndOfAsync(host, "r2");
    }

    [Fact]
    public async Task Crash_RepeatsNothingThatIsRecorded()
    {
        var (tools, called) = Hanging("look");
        tools.Read("before", _ => ScriptedTools.Says("first"));
        await using (var first = await StartAsync(new RunHostParts(tools, AsksInTurn("before", "look"))))
        {
            await first.Starter.StartAsync(Request("r1"), Token);
            await called.WaitAsync(Limit, Token);
            await first.CrashAsync();
        }

        var swift = new ScriptedTools().Read("before", _ => ScriptedTools.Says("again")).Read("look", _ => ScriptedTools.Says("second"));
        await using var host = await StartAsync(new RunHostParts(swift, AsksInTurn("before", "look")));
        await host.SweepAsync();
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r1"));
        Assert.Equal("Found: first, second", await host.Memory.ReadContentAsync("r1", "finish", Token));
        Assert.Equal("look", Assert.Single(swift.Calls).Tool);
    }

    [Fact]
    public async Task Drain_KeepsTheMessageForTheNextStart()
    {
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three"));
        await using (var drained = await StartAsync(new RunHostParts(tools, AsksOnce("look")) { IsDrained = true }))
        {
            Assert.True(await drained.Starter.StartAsync(Request("r1"), Token));
            Assert.True(await drained.Starter.StartAsync(Request("r2"), Token));
            Assert.True(await drained.Starter.StopAsync("r2", "U2", Token));
            await drained.CrashAsync();
        }

        Assert.Empty(tools.Calls);
        await using var host = await StartAsync(new RunHostParts(tools, AsksOnce("look")));
        await host.SweepAsync();
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r1"));
        Assert.Equal(RunStatus.Stopped, await EndOfAsync(host, "r2"));
    }

    [Fact]
    public async Task UnknownFact_ParksTheRunAndItsThreadGoesOn()
    {
        var (hanging, called) = Hanging("look");
        await using (var first = await StartAsync(new RunHostParts(hanging, AsksOnce("look"))))
        {
            await first.Starter.StartAsync(Request("r1", "t"), Token);
            await called.WaitAsync(Limit, Token);

            // Behind the first of its thread, so that nobody is at it while a newer version writes its fact.
            await first.Starter.StartAsync(Request("r2", "t"), Token);
            await first.Memory.AppendAsync(new RunWrite("r2", RunFactJson.Deserialize("""{"type":"of_tomorrow","schemaVersion":2,"at":"2030-01-01T00:00:00Z"}""")), Token);
            await first.CrashAsync();
        }

        var swift = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three"));
        await using var host = await StartAsync(new RunHostParts(swift, AsksOnce("look")));
        await host.SweepAsync();
        await EndOfAsync(host, "r1");
        await EventuallyAsync(async () => (await host.Memory.FindRunAsync("r2", Token))!.Status == RunStatus.Parked);
        await host.Starter.StartAsync(Request("r3", "t"), Token);
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r3"));
        Assert.Single(await host.Memory.ReadFactsAsync("r2", 0, Token));
    }

    [Fact]
    public async Task Retry_KeepsWhatWasFinished()
    {
        var isWell = false;
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three"));
        var model = new ScriptedModel(question => ScriptedModel.Results(question).Count == 0
            ? ScriptedModel.Asks("look")
            : isWell ? ScriptedModel.Says($"Found: {ScriptedModel.Results(question)[0]}") : new Failure(FailureClass.Validation, "No luck."));
        await using var host = await StartAsync(new RunHostParts(tools, model));
        await host.Starter.StartAsync(Request("r1"), Token);
        Assert.Equal(RunStatus.Failed, await EndOfAsync(host, "r1"));
        var letter = await host.Memory.FindLetterAsync("op_r1", Token);

        isWell = true;
        Assert.True(await host.Starter.StartAsync(RetryRequest.Of(Request("r1"), letter!, [], DateTimeOffset.UnixEpoch, null), Token));
        Assert.Equal(RunStatus.Answered, await EndOfAsync(host, "r1-retry1"));
        Assert.EndsWith("Found: three", await host.Memory.ReadContentAsync("r1-retry1", "finish", Token), StringComparison.Ordinal);
        Assert.Single(tools.Calls);
        Assert.Null(await host.Memory.FindLetterAsync("op_r1", Token));
    }

    private static (ScriptedTools Tools, Task Called) Hanging(string name)
    {
        var called = new TaskCompletionSource();
        var tools = new ScriptedTools().Read(name, async (_, cancellationToken) =>
        {
            called.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ScriptedTools.Says("never");
        });
        return (tools, called.Task);
    }

    /// <summary>Asks for all tools at once, then answers from their results; greets when there are none.</summary>
    private static ScriptedModel AsksOnce(params string[] tools) => new(question => question.Messages[^1].Text == "hello" || ScriptedModel.Results(question).Count > 0 || tools.Length == 0
        ? ScriptedModel.Says($"Found: {string.Join(", ", ScriptedModel.Results(question))}")
        : ScriptedModel.Asks(tools));

    private static ScriptedModel AsksInTurn(params string[] tools) => new(question => ScriptedModel.Results(question) is var results && results.Count < tools.Length
        ? ScriptedModel.Asks(tools[results.Count])
        : ScriptedModel.Says($"Found: {string.Join(", ", results)}"));

    protected static RunRequest Request(string runId, string? thread = null) => new()
    {
        RunId = runId,
        ThreadKey = thread ?? runId,
        Actor = new Actor("api", "", "U1"),
        Text = "What is there?",
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static async Task<RunStatus> EndOfAsync(IRunHost host, string runId)
    {
        await HasFactAsync<RunFinished>(host, runId);
        return (await host.Memory.ReadFactsAsync(runId, 0, Token)).Select(stored => stored.Fact).OfType<RunFinished>().Single().Status;
    }

    private static Task HasFactAsync<TFact>(IRunHost host, string runId) =>
        EventuallyAsync(async () => (await host.Memory.ReadFactsAsync(runId, 0, Token)).Any(stored => stored.Fact is TFact));

    protected static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
