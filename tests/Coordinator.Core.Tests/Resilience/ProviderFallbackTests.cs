using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelFallback;
using Coordinator.Core.State;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Resilience;

public sealed class ProviderFallbackTests : IProgress<string>, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SqliteStateStore _store;
    private readonly List<string> _asked = [];
    private readonly List<string> _shown = [];
    private readonly Named _first = new("first");
    private readonly Named _second = new("second");
    private readonly ModelList _models;

    public ProviderFallbackTests()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        _models = new ModelList([new ServedModel(_first, null), new ServedModel(_second, null)]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    void IProgress<string>.Report(string value) => _shown.Add(value);

    [Theory]
    [InlineData(FailureClass.Network)]
    [InlineData(FailureClass.Timeout)]
    [InlineData(FailureClass.ServerError)]
    [InlineData(FailureClass.Overloaded)]
    [InlineData(FailureClass.RateLimited)]
    [InlineData(FailureClass.Authentication)]
    [InlineData(FailureClass.NotFound)]
    [InlineData(FailureClass.Protocol)]
    public async Task AskAsync_WhenAProviderFails_TheNextAnswersInTheSameAttempt_AndEveryInstanceSkipsTheFirst(FailureClass failureClass)
    {
        _first.Fails = new Failure(failureClass, "No.");

        Assert.Equal("second/m", (await AskAsync(Instance())).Value!.From);
        Assert.Equal(["first", "second"], _asked);
        Assert.Equal("second/m", (await AskAsync(Instance())).Value!.From);
        Assert.Equal(["first", "second", "second"], _asked);
    }

    [Fact]
    public async Task AskAsync_WhenTheTimeIsOver_TriesTheFirstAgain()
    {
        var instance = Instance();
        _first.Fails = new Failure(FailureClass.Overloaded, "No.");
        await AskAsync(instance);
        _first.Fails = null;
        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("first/m", (await AskAsync(instance)).Value!.From);
        Assert.Equal("first/m", (await AskAsync(Instance())).Value!.From);
    }

    [Theory]
    [InlineData(FailureClass.Validation)]
    [InlineData(FailureClass.OutOfTime)]
    [InlineData(FailureClass.Denied)]
    [InlineData(FailureClass.Unknown)]
    public async Task AskAsync_WhenTheRequestIsToBlame_AsksNobodyElse(FailureClass failureClass)
    {
        _first.Fails = new Failure(failureClass, "No.");

        Assert.Equal(failureClass, (await AskAsync(Instance())).Failure!.Class);
        Assert.Equal(["first"], _asked);
        await AskAsync(Instance());
        Assert.Equal(["first", "first"], _asked);
    }

    [Fact]
    public async Task AskAsync_AfterTheFirstWords_MixesNoSecondAnswerIn_ButTheNextAttemptGoesElsewhere()
    {
        _first.Says = "Half an ans";
        _first.Fails = new Failure(FailureClass.Network, "Cut.");

        Assert.Equal(FailureClass.Network, (await AskAsync(Instance())).Failure!.Class);
        Assert.Equal(["Half an ans"], _shown);
        Assert.Equal("second/m", (await AskAsync(Instance())).Value!.From);
        Assert.Equal(["first", "second"], _asked);
    }

    [Fact]
    public async Task AskAsync_WhenAllAreSkipped_AsksThemAllTheSame()
    {
        (_first.Fails, _second.Fails) = (new Failure(FailureClass.Authentication, "First refuses the key."), new Failure(FailureClass.Overloaded, "Second is overloaded"));

        var failure = (await AskAsync(Instance())).Failure!;

        // The class that passes by itself decides, so that the step is tried again.
        Assert.Equal((FailureClass.Overloaded, "First refuses the key. Second is overloaded."), (failure.Class, failure.Message));
        _first.Fails = null;
        Assert.Equal("first/m", (await AskAsync(Instance())).Value!.From);
    }

    [Fact]
    public async Task AskAsync_WhenAProviderHasPaused_IsNotSkippedForLongerThanItAskedFor()
    {
        _first.Fails = new Failure(FailureClass.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromSeconds(2) };
        Assert.Equal("second/m", (await AskAsync(Instance())).Value!.From);
        _first.Fails = new Failure(FailureClass.HeldBack, "Paused.") { Code = FallbackPolicy.Paused, RetryAfter = TimeSpan.FromSeconds(2) };
        Assert.Equal("second/m", (await AskAsync(Instance())).Value!.From);
        _first.Fails = null;
        Assert.Equal("first/m", (await AskAsync(Instance())).Value!.From);
    }

    /// <summary>The rate that the operator has set is a budget, which another provider would go round.</summary>
    [Fact]
    public async Task AskAsync_WhenOurOwnRateIsUsedUp_Waits()
    {
        _first.Fails = new Failure(FailureClass.HeldBack, "Used up.") { RetryAfter = TimeSpan.FromSeconds(2) };
        Assert.Equal(FailureClass.HeldBack, (await AskAsync(Instance())).Failure!.Class);
        Assert.Equal(["first"], _asked);
    }

    [Fact]
    public async Task AskAsync_WhenALoginIsNeeded_TheNextAnswers_AndTheFirstIsBackWithTheLogin()
    {
        _first.Fails = new Failure(FailureClass.Authentication, "Log in.") { Code = FallbackPolicy.LoginNeeded };
        Assert.Equal("second/m", (await AskAsync(Instance())).Value!.From);
        _first.Fails = null;
        Assert.Equal("first/m", (await AskAsync(Instance())).Value!.From);
    }

    [Fact]
    public async Task AskAsync_WithOneProvider_SkipsItNever()
    {
        _first.Fails = new Failure(FailureClass.ServerError, "No.");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(FailureClass.ServerError, (await Instance().AskAsync(ModelList.Of(_first), this, Ask, Token)).Failure!.Class);
        }

        Assert.Equal(["first", "first", "first"], _asked);
    }

    private ProviderFallback Instance() =>
        new(new ProviderCircuits(_store, new BreakerOptions(), new ProcessIdentity(Guid.NewGuid().ToString("N")), _time, NullLogger<Circuits>.Instance), NullLogger<ProviderFallback>.Instance);

    private Task<Outcome<ModelAnswer>> AskAsync(ProviderFallback instance) => instance.AskAsync(_models, this, Ask, Token);

    private Task<Outcome<ModelAnswer>> Ask(IModel model, IProgress<string> deltas, CancellationToken cancellationToken)
    {
        _asked.Add(model.Provider);
        return model.AskAsync(new ModelQuestion([new ChatMessage(ChatRole.User, "hello")], []), deltas, cancellationToken);
    }

    private sealed class Named(string provider) : IModel
    {
        public string Provider => provider;

        public string Name => "m";

        public Failure? Fails { get; set; }

        public string Says { get; set; } = "";

        public Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken)
        {
            if (Says.Length > 0)
            {
                textDeltas!.Report(Says);
            }

            return Task.FromResult(Fails ?? (Outcome<ModelAnswer>)new ModelAnswer(new ChatMessage(ChatRole.Assistant, "yes"), 1, 1, CutAtLength: false));
        }
    }
}
