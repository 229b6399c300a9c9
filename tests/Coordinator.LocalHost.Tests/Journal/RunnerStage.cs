using System.Diagnostics.Metrics;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Execution;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Runs;
using Coordinator.Core.Telemetry;
using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.Signals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.LocalHost.Tests.Journal;

/// <summary>The runner over a real journal, with scripted steps and a clock that stands still.</summary>
internal sealed class RunnerStage : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-runner-").FullName;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RunnerOptions _options;
    private DataFolder _data = null!;
    private SqliteStateStore _state = null!;

    private RunnerStage(RunnerOptions options, ManualClock clock)
    {
        (_options, Clock) = (options, clock);
        Steps = new ScriptedStep(clock);
    }

    public ManualClock Clock { get; }

    public ScriptedStep Steps { get; }

    public SqliteRunMemory Memory { get; private set; } = null!;

    public JournalRunner Runner { get; private set; } = null!;

    public Drain Drain { get; private set; } = null!;

    public Happenings<(string RunId, RunFact Fact)> Facts { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RunnerStage> StartAsync(RunnerOptions? options = null, ManualClock? clock = null)
    {
        var stage = new RunnerStage(options ?? new RunnerOptions { StopWithin = TimeSpan.Zero }, clock ?? new ManualClock());
        await stage.OpenAsync();
        return stage;
    }

    public async Task<string> AddAsync(string id, string? thread = null)
    {
        var request = new RunRequest
        {
            RunId = id,
            ThreadKey = thread ?? $"thread-{id}",
            Actor = new Actor("api", "", "ann"),
            Text = "Hm?",
            ReceivedAt = Clock.Now,
        };
        Assert.True(await Starter.StartAsync(request, Token));
        return id;
    }

    public async Task StopRunAsync(string runId) => Assert.True(await Starter.StopAsync(runId, "ann", Token));

    public async Task<TFact> FactAsync<TFact>(string runId, Func<TFact, bool>? wanted = null)
        where TFact : RunFact =>
        (TFact)(await Facts.WaitForAsync(happened => happened.RunId == runId && happened.Fact is TFact fact && (wanted is null || wanted(fact)))).Fact;

    public async Task<RunStatus> EndAsync(string runId) => (await FactAsync<RunFinished>(runId)).Status;

    /// <summary>The process ends in good order and starts again.</summary>
    public async Task RestartAsync(Action? between = null)
    {
        await CloseAsync();
        between?.Invoke();
        await OpenAsync();
    }

    public string JournalFile => Path.Combine(_folder, "runs.db");

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _meters.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private JournalRunStarter Starter => new(Memory, Runner, Clock);

    private async Task OpenAsync()
    {
        _data = DataFolder.Open(_folder);
        _state = SqliteStateStore.OpenInMemory(Clock);
        Memory = SqliteRunMemory.Open(_data, Clock, NullLogger<SqliteRunMemory>.Instance);
        Memory.Committed += (_, fact) => Facts.Add((fact.RunId, fact.Stored.Fact));
        var executor = new StepExecutor([Steps], new DeadLetterIndex(_state, NullLogger<DeadLetterIndex>.Instance), new StepReport(new RunMetrics(_meters.GetRequiredService<IMeterFactory>()), NullLogger<StepReport>.Instance), Clock);
        Drain = new Drain(_state, new DrainSwitch(IsOn: false), Clock, NullLogger<Drain>.Instance);
        Runner = new JournalRunner(Memory, executor, _options, Drain, Clock, NullLogger<JournalRunner>.Instance);
        await Runner.StartAsync(Token);
    }

    private async Task CloseAsync()
    {
        await Runner.StopAsync(Token).SoonAsync();
        Runner.Dispose();
        Memory.Dispose();
        _state.Dispose();
        _data.Dispose();
    }
}
