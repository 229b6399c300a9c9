using Coordinator.Core.Execution;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>Carries out one action. The same action may come more than once, even at the same time: what is recorded of it is given back.</summary>
public sealed class RunSteps(IRunMemory memory, StepExecutor executor, Drain drain, TimeProvider time)
{
    /// <summary>The facts that came of it, as JSON.</summary>
    public async Task<IReadOnlyList<string>> ExecuteAsync(StepInput step, CancellationToken cancellationToken)
    {
        if (await drain.IsOnAsync(cancellationToken))
        {
            throw new InvalidOperationException("No step is started while the coordinator drains.");
        }

        var action = RunActionJson.Deserialize(step.Action);
        var known = await memory.ReadFactsAsync(step.RunId, 0, cancellationToken);
        IReadOnlyList<StoredFact> recorded = [.. known.Where(stored => action.IsRecordedBy(stored.Fact))];
        if (recorded.Count == 0)
        {
            recorded = await CarryOutAsync(step.RunId, action, cancellationToken);
        }

        return [.. recorded.Select(stored => RunFactJson.Serialize(stored.Fact))];
    }

    private async Task<IReadOnlyList<StoredFact>> CarryOutAsync(string runId, RunAction action, CancellationToken cancellationToken)
    {
        var request = await memory.FindRequestAsync(runId, cancellationToken) ?? throw new RunMemoryException($"Run {runId} is not there.");
        await using var stop = InboxStop.Watch(memory, runId, time);
        var context = new StepContext(request, new Transcript(runId, memory), memory, stop.Token);
        var recorded = await executor.ExecuteAsync(context, action, cancellationToken);
        if (recorded.Select(stored => stored.Fact).OfType<StepFailed>().FirstOrDefault() is { RetryAt: { } retryAt } && retryAt - time.GetUtcNow() > OrchestratedRun.StaysFor)
        {
            memory.NoteStatus(runId, RunStatus.Waiting, retryAt);
        }

        return recorded;
    }
}
