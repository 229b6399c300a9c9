using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

/// <summary>What every <see cref="IRunMemory"/> promises. An implementation derives from it and gives an empty memory.</summary>
public abstract partial class RunMemorySuite : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private IRunMemory? memory;

    protected IRunMemory Memory => memory!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => memory = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IRunMemory> CreateAsync();

    /// <summary>Ends the memory and removes what it left.</summary>
    protected abstract Task RemoveAsync();

    /// <summary>Status hints may be written late; when this completes they are.</summary>
    protected abstract Task SettleHintsAsync();

    protected static RunRequest Request(string runId, string thread = "thread-1") => new()
    {
        RunId = runId,
        ThreadKey = thread,
        Actor = new Actor("slack", "T1", "U1"),
        Text = $"question of {runId}",
        ReplyTo = new ReplyTarget("C1", "1.0"),
        ReceivedAt = Noon,
    };

    protected static RunFact Started() => new RunStarted(1, new RunLimits(12, 40, 8, TimeSpan.FromMinutes(15), 200_000, 3)) { At = Noon };

    protected static RunFact Tool(string step, string reason = "") => new ToolFinished(step, "stop", ToolOutcomes.Succeeded) { At = Noon, Reason = reason };

    protected static RunFact Finished(RunStatus status = RunStatus.Answered) => new RunFinished(status) { At = Noon };

    protected static RunFact DeadLettered() => new RunDeadLettered("slack", "channel_not_found") { At = Noon };

    protected static Effect Intent(string runId, string owner, string step = "1.0") => 
        new(runId, step, EffectStatus.Intended, 1, owner, Noon.AddTicks(7)) { Since = Noon.AddTicks(3) };

    protected static InboxItem Stop(string runId, string id = "i1") => new(runId, id, InboxItem.Stop, "U2", Noon.AddTicks(3));

    protected Task<StoredFact> AppendAsync(string runId, RunFact fact, string? content = null) =>
        Memory.AppendAsync(new RunWrite(runId, fact) { Content = content }, Token);

    protected async Task AddRunAsync(string runId, string thread = "thread-1") =>
        Assert.True(await Memory.AddRunAsync(Request(runId, thread), Token));

    protected async Task AnswerAsync(string runId, string answer)
    {
        await AppendAsync(runId, Started());
        await AppendAsync(runId, Finished(), answer);
    }

    protected async Task<RunRecord> FindAsync(string runId)
    {
        var run = await Memory.FindRunAsync(runId, Token);
        Assert.NotNull(run);
        return run;
    }

    protected async Task<IReadOnlyList<string>> ListAsync(RunQuery query) =>
        [.. (await Memory.ListRunsAsync(query, Token)).Select(run => run.Request.RunId)];
}
