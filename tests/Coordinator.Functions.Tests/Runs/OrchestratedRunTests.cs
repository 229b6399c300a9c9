using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Functions.Runs;
using Coordinator.TestKit.Hosts;
using Coordinator.TestKit.State;
using Coordinator.TestKit.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Functions.Tests.Runs;

public sealed class OrchestratedRunTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly List<DateTimeOffset> _called = [];
    private readonly InMemoryRunMemory _memory;
    private ServiceProvider? _services;

    public OrchestratedRunTests() => _memory = new InMemoryRunMemory(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4.6)]
    [InlineData(0.3)]
    [InlineData(30)]
    public async Task Wait_WhenTimersComeTooEarly_IsOneTimerAndNothingIsDoneTooSoon(double seconds)
    {
        var context = await StartAsync(TimeSpan.FromSeconds(seconds));
        using var run = new OrchestratedRun(context, new RunInput("r1"));
        await run.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(RunStatus.Answered, (await _memory.FindRunAsync("r1", Token))!.Status);
        Assert.Single(context.Timers);
        Assert.InRange((_called[1] - _called[0]).TotalSeconds, seconds, seconds + 1);
    }

    /// <summary>As it may be on another instance, whose clock is behind.</summary>
    [Fact]
    public async Task Wait_WhenItsTimerComesFarTooEarly_IsStillOneTimer()
    {
        var context = await StartAsync(TimeSpan.FromSeconds(20));
        context.ClockIsBehind = TimeSpan.FromSeconds(5);
        using var run = new OrchestratedRun(context, new RunInput("r1"));
        await run.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(RunStatus.Answered, (await _memory.FindRunAsync("r1", Token))!.Status);
        Assert.Single(context.Timers);
    }

    [Fact]
    public async Task LongWait_WhenItsTimerComesTooEarly_IsOneTimerOfTheNextHistory()
    {
        var context = await StartAsync(TimeSpan.FromSeconds(70.5));
        using (var first = new OrchestratedRun(context, new RunInput("r1")))
        {
            await first.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        Assert.Empty(context.Timers);
        using var run = new OrchestratedRun(context, Assert.IsType<RunInput>(context.ContinuedWith));
        await run.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(RunStatus.Answered, (await _memory.FindRunAsync("r1", Token))!.Status);
        Assert.Single(context.Timers);
    }

    [Fact]
    public async Task Drain_HoldsTheRunAndLooksAgain_UntilItEnds()
    {
        var context = await StartAsync(TimeSpan.FromSeconds(1));
        var drain = _services!.GetRequiredService<Drain>();
        await drain.SetAsync(true, "ann", Token);
        using (var held = new OrchestratedRun(context, new RunInput("r1")))
        {
            await held.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        Assert.Empty(await _memory.ReadFactsAsync("r1", 0, Token));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(1), Assert.IsType<RunInput>(context.ContinuedWith).NotBefore);
        await drain.SetAsync(false, "ann", Token);
        using var run = new OrchestratedRun(context, (RunInput)context.ContinuedWith);
        await run.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(RunStatus.Answered, (await _memory.FindRunAsync("r1", Token))!.Status);
    }

    [Fact]
    public async Task Drain_InTheMiddleOfARun_DoesNotCountAgainstItsDeadline()
    {
        await StartAsync(TimeSpan.FromSeconds(1));
        await _memory.AppendAsync(new RunWrite("r1", new RunStarted(1, new RunLimitsOptions().ToLimits()) { At = _clock.GetUtcNow() }), Token);
        var (drain, loader) = (_services!.GetRequiredService<Drain>(), _services!.GetRequiredService<RunLoader>());
        _clock.Advance(TimeSpan.FromSeconds(5));
        await drain.SetAsync(true, "ann", Token);
        _clock.Advance(TimeSpan.FromHours(3));
        await drain.SetAsync(false, "ann", Token);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await loader.LoadAsync("r1", Token);
        await loader.LoadAsync("r1", Token);
        var facts = (await _memory.ReadFactsAsync("r1", 0, Token)).Select(stored => stored.Fact).ToList();
        Assert.Equal(1, Assert.Single(facts.OfType<RunResumed>()).Resumption);
        Assert.Equal(TimeSpan.FromSeconds(5), RunState.Fold(facts).WorkedUntil(_clock.GetUtcNow()));
    }

    /// <summary>Nobody knows when it ended: a host was started without it.</summary>
    [Fact]
    public async Task DrainThatIsASetting_InTheMiddleOfARun_DoesNotCountAgainstItsDeadline()
    {
        var drained = await StartAsync(TimeSpan.FromSeconds(1), isDrained: true);
        await _memory.AppendAsync(new RunWrite("r1", new RunStarted(1, new RunLimitsOptions().ToLimits()) { At = _clock.GetUtcNow() }), Token);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await CarryOutAsync(drained, new RunInput("r1"));
        _clock.Advance(TimeSpan.FromHours(3));
        await CarryOutAsync(drained, Assert.IsType<RunInput>(drained.ContinuedWith));
        _clock.Advance(TimeSpan.FromHours(1));

        await DisposeAsync();
        await CarryOutAsync(await StartAsync(TimeSpan.FromSeconds(1)), (RunInput)drained.ContinuedWith);

        var facts = (await _memory.ReadFactsAsync("r1", 0, Token)).Select(stored => stored.Fact).ToList();
        Assert.Equal(1, Assert.Single(facts.OfType<RunResumed>()).Resumption);
        Assert.Equal(RunStatus.Answered, Assert.Single(facts.OfType<RunFinished>()).Status);
        Assert.InRange(RunState.Fold(facts).WorkedUntil(facts[^1].At), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    private static async Task CarryOutAsync(QueueTimedContext context, RunInput input)
    {
        using var run = new OrchestratedRun(context, input);
        await run.CarryOutAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    /// <summary>A run whose tool wants to be left alone for so long, then answers.</summary>
    /// <param name="isDrained">The setting of the host.</param>
    private async Task<QueueTimedContext> StartAsync(TimeSpan wait, bool isDrained = false)
    {
        var tools = new ScriptedTools().Read("look", _ => Call() == 1 ? new Failure(FailureClass.Network, "Cut.") { RetryAfter = wait } : ScriptedTools.Says("three"));
        var model = new ScriptedModel(question => ScriptedModel.Results(question).Count == 0 ? ScriptedModel.Asks("look") : ScriptedModel.Says("Three"));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        new RunHostParts(tools, model) { IsDrained = isDrained }.AddTo(services, _memory);
        services.AddRunOrchestration();
        _services = services.BuildServiceProvider();
        await _memory.AddRunAsync(new RunRequest { RunId = "r1", ThreadKey = "r1", Actor = new Actor("api", "", "U1"), Text = "What is there?", ReceivedAt = _clock.GetUtcNow() }, Token);
        return new QueueTimedContext(_services, _clock);
    }

    private int Call()
    {
        _called.Add(_clock.GetUtcNow());
        return _called.Count;
    }
}
