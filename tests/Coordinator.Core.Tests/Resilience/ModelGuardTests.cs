using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelFallback;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Resilience;

public sealed class ModelGuardTests : IModel, IProgress<string>, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SqliteStateStore _store;
    private readonly TaskCompletionSource _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _asked = [];
    private Func<Task<Outcome<ModelAnswer>>> _answer = () => Task.FromResult(Answer());

    public ModelGuardTests() => _store = SqliteStateStore.OpenInMemory(_time);

    public string Provider => "anthropic";

    public string Name => "m";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    async Task<Outcome<ModelAnswer>> IModel.AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
    {
        _asked.Add(question.Messages[0].Text);
        return await _answer();
    }

    void IProgress<string>.Report(string value)
    {
    }

    public void Dispose() => _store.Dispose();

    /// <summary>Defect 10 of the original: it ignored LLM_MAX_CONCURRENT, and gave back permits that it never had.</summary>
    [Fact]
    public async Task Defect10_CallsThatGaveUpInLine_LetNobodyElseIn()
    {
        var (first, second) = (Instance(), Instance());
        _answer = async () =>
        {
            await _hold.Task;
            return Answer();
        };
        var underWay = new[] { AskAsync(first, "a"), AskAsync(second, "b") };
        for (var call = 0; call < 5; call++)
        {
            var late = await AskAsync(first, $"late-{call}", queuedSince: _time.GetUtcNow() - ModelRateOptions.WaitFor).SoonAsync();
            Assert.Equal(FailureClass.HeldBack, late.Failure!.Class);
        }

        Assert.Equal(["a", "b"], _asked);
        Assert.Equal(5, first.Use.Timeouts);
        _hold.SetResult();
        await Task.WhenAll(underWay).SoonAsync();
        Assert.True((await AskAsync(second, "c").SoonAsync()).IsSuccess);
    }

    [Fact]
    public async Task RetryAfter_HoldsForEveryInstance()
    {
        var (first, second) = (Instance(), Instance());
        _answer = () => Task.FromResult<Outcome<ModelAnswer>>(new Failure(FailureClass.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromSeconds(30) });
        await AskAsync(first, "a");
        _answer = () => Task.FromResult(Answer());
        var held = await AskAsync(second, "b");
        Assert.Equal(FailureClass.HeldBack, held.Failure!.Class);
        Assert.InRange(held.Failure.RetryAfter!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
        Assert.Equal(["a"], _asked);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await AskAsync(second, "c")).IsSuccess);
    }

    [Fact]
    public async Task RetryAfter_WhereThereIsAFallback_LetsItAnswerForAsLong()
    {
        var models = new ModelList([new ServedModel(this, null), new ServedModel(new Other(), null)]);
        var guard = Instance();
        _answer = () => Task.FromResult<Outcome<ModelAnswer>>(new Failure(FailureClass.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromSeconds(30) });
        Assert.Equal("other/m", (await AskAsync(guard, "a", models: models)).Value!.From);
        _answer = () => Task.FromResult(Answer());

        Assert.Equal("other/m", (await AskAsync(guard, "b", models: models)).Value!.From);
        Assert.Equal(["a"], _asked);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("anthropic/m", (await AskAsync(guard, "c", models: models)).Value!.From);
        Assert.Equal((2, 1, 2), (guard.UseOf("anthropic").Requests, guard.UseOf("anthropic").Failed, guard.UseOf("other").Completed));
    }

    [Fact]
    public async Task RatesOfAMinute_AreSharedByAllInstances()
    {
        var options = new ModelRateOptions { RequestsPerMinute = 4, TokensPerMinute = 1000 };
        var (first, second) = (Instance(options), Instance(options));
        for (var call = 0; call < 4; call++)
        {
            Assert.True((await AskAsync(call % 2 == 0 ? first : second, $"{call}")).IsSuccess);
        }

        Assert.InRange((await AskAsync(first, "over")).Failure!.RetryAfter!.Value, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(16));
        Assert.Equal(400, (await first.ReadAsync("anthropic", Token)).Tokens);
    }

    [Fact]
    public async Task SwitchedOff_NothingIsCounted()
    {
        var guard = Instance(new ModelRateOptions { IsOn = false, RequestsPerMinute = 1 });
        _answer = () => Task.FromResult<Outcome<ModelAnswer>>(new Failure(FailureClass.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromSeconds(30) });
        await AskAsync(guard, "a");
        await AskAsync(guard, "b");
        Assert.Equal(["a", "b"], _asked);
    }

    [Fact]
    public async Task Use_TellsTimesAndOutcomes()
    {
        var guard = Instance();
        foreach (var seconds in Enumerable.Range(1, 20))
        {
            _answer = () =>
            {
                _time.Advance(TimeSpan.FromSeconds(seconds));
                return Task.FromResult(seconds == 20 ? new Failure(FailureClass.Timeout, "Too slow.") : Answer());
            };
            await AskAsync(guard, $"{seconds}");
        }

        var use = guard.Use;
        Assert.Equal((20, 19, 1, 1), (use.Requests, use.Completed, use.Failed, use.Timeouts));
        Assert.Equal((TimeSpan.FromSeconds(10.5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(19)), (use.AverageRun, use.P50, use.P95));
    }

    private static Outcome<ModelAnswer> Answer() => new ModelAnswer(new ChatMessage(ChatRole.Assistant, "yes"), 60, 40, CutAtLength: false);

    private ModelGuard Instance(ModelRateOptions? options = null)
    {
        var plan = new PartitionPlan([new Partition(Partition.Model, 2, ModelRateOptions.WaitFor)]);
        var circuits = new ProviderCircuits(_store, new BreakerOptions(), new ProcessIdentity("this-life"), _time, NullLogger<Circuits>.Instance);
        return new ModelGuard(new Bulkheads(_store, plan, _time, NullLogger<Bulkheads>.Instance), new ProviderFallback(circuits, NullLogger<ProviderFallback>.Instance), _store, options ?? new ModelRateOptions(), _time, NullLogger<ModelGuard>.Instance);
    }

    private Task<Outcome<ModelAnswer>> AskAsync(ModelGuard guard, string question, DateTimeOffset? queuedSince = null, ModelList? models = null) =>
        guard.AskAsync(models ?? ModelList.Of(this), new ModelQuestion([new ChatMessage(ChatRole.User, question)], []), this, new BulkheadEntry(question, "user") { QueuedSince = queuedSince }, Token);

    private sealed class Other : IModel
    {
        public string Provider => "other";

        public string Name => "m";

        public Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken) => Task.FromResult(Answer());
    }
}
