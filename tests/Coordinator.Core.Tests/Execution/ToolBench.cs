using System.Text.Json;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.Execution;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;
using Coordinator.TestKit.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Execution;

/// <summary>The real steps over one tool server that is there or not; its only tool is the write <c>stop_it</c>, and a turn has asked for it.</summary>
internal sealed class ToolBench : IToolServers, IRunProgress, IDisposable
{
    public const string Tool = "stop_it";

    private readonly ServiceProvider _services;
    private readonly RunRequest _request = new()
    {
        RunId = "r1", ThreadKey = "t1", Actor = new Actor("chat", "", "u1"), Text = "stop it", ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    /// <param name="rule">Of the tool; null: a write whose server recognises no repetition.</param>
    public ToolBench(bool connected = true, bool mutations = true, ToolRule? rule = null)
    {
        IsConnected = connected;
        Memory = new InMemoryRunMemory(Clock);
        _services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IRunMemory>(Memory)
            .AddSingleton<IStateStore>(SqliteStateStore.OpenInMemory(Clock))
            .AddSingleton<IToolServers>(this)
            .AddSingleton<IRunProgress>(this)
            .AddSingleton(new ToolPolicy(rule is null ? [] : new Dictionary<string, ToolRule> { [Tool] = rule }, _ => TimeSpan.FromSeconds(30)))
            .AddSingleton(new MutationOptions { AllowMutations = mutations })
            .AddSingleton(new RunLimitsOptions())
            .AddSingleton(new ProcessIdentity("this-life"))
            .AddSingleton(WorkflowCatalog.Parse([], DateOnly.FromDateTime(DateTime.UnixEpoch)))
            .AddRunSteps()
            .BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new();

    public InMemoryRunMemory Memory { get; }

    public bool IsConnected { get; set; }

    /// <summary>What a call of the tool comes to.</summary>
    public Func<Outcome<ToolResult>> Answer { get; set; } = () => new ToolResult { IsError = false, Text = "stopped" };

    public IReadOnlyList<ToolServerStatus> Servers => [new("one", IsConnected ? "connected" : "connecting", 1)];

    public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ToolDefinition>>(
        IsConnected ? [new ToolDefinition { Server = "one", Name = Tool, InputSchema = JsonElement.Parse("""{"type":"object"}""") }] : []);

    public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken) => Task.FromResult(Answer());

    public void Report(string runId, RunProgress progress)
    {
    }

    /// <summary>Carries the call out and gives the last fact of it.</summary>
    public async Task<RunFact> CallAsync(int attempt = 1, int waits = 0, int turn = 1)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await BeginAsync(cancellationToken);
        await TakeTurnAsync(turn, cancellationToken);
        return await DoAsync(new CallTool(turn, 0, Tool) { Attempt = attempt, Waits = waits });
    }

    /// <summary>Carries out an action and gives the last fact of it.</summary>
    public async Task<RunFact> DoAsync(RunAction action)
    {
        await BeginAsync(TestContext.Current.CancellationToken);
        var context = new StepContext(_request, new Transcript("r1", Memory), Memory, CancellationToken.None);
        var facts = await _services.GetRequiredService<StepExecutor>().ExecuteAsync(context, action, TestContext.Current.CancellationToken);
        return facts[^1].Fact;
    }

    /// <summary>An earlier life of the host announced the call, perhaps sent it, and died.</summary>
    public async Task AnnouncedBeforeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await BeginAsync(cancellationToken);
        var announced = new Effect("r1", "1.0", EffectStatus.Intended, 1, "earlier-life", Clock.GetUtcNow().AddSeconds(30)) { Since = Clock.GetUtcNow() };
        await Memory.WriteEffectAsync(null, announced, cancellationToken);
    }

    public void Dispose() => _services.Dispose();

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Memory.AddRunAsync(_request, cancellationToken);
        await TakeTurnAsync(1, cancellationToken);
    }

    private async Task TakeTurnAsync(int number, CancellationToken cancellationToken)
    {
        var content = new TurnContent { Calls = [new TurnCall { Tool = Tool, Arguments = JsonElement.Parse("{}") }] };
        var turn = new TurnTaken(number, [new RequestedCall(Tool, "d")]) { At = Clock.GetUtcNow() };
        await Memory.AppendAsync(new RunWrite("r1", turn) { Content = ContentJson.Write(content) }, cancellationToken);
    }
}
