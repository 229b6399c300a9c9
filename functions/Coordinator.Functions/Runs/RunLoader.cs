using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>Reads a run for its orchestration and takes up what is new in its inbox.</summary>
public sealed class RunLoader(IRunMemory memory, Drain drain, TimeProvider time)
{
    public async Task<LoadedRun> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        var asked = await memory.FindRequestAsync(runId, cancellationToken) ?? throw new RunMemoryException($"Run {runId} is not there.");
        var request = RunRequestJson.Serialize(asked);
        if (await drain.IsOnAsync(cancellationToken))
        {
            return new LoadedRun(request, [], "the end of the drain");
        }

        if (await memory.FirstUnfinishedAsync(asked.ThreadKey, cancellationToken) is { } first && first != runId)
        {
            return new LoadedRun(request, [], first);
        }

        foreach (var item in await memory.ReadInboxAsync(runId, cancellationToken))
        {
            var read = new InboxRead(item.Id, item.Kind, item.By) { At = time.GetUtcNow() };
            await memory.AppendAsync(new RunWrite(runId, read), cancellationToken);
        }

        var facts = await memory.ReadFactsAsync(runId, 0, cancellationToken);
        if (HeldSince([.. facts.Select(stored => stored.Fact)]) is { } resumed)
        {
            facts = [.. facts, await memory.AppendAsync(new RunWrite(runId, resumed), cancellationToken)];
        }

        return new LoadedRun(request, [.. facts.Select(stored => RunFactJson.Serialize(stored.Fact))], HeldBy: null);
    }

    /// <summary>A drain lies between the run's last fact and now: that time was nobody's work. Null: none, or it is recorded.</summary>
    private RunResumed? HeldSince(IReadOnlyList<RunFact> facts)
    {
        var state = RunState.Fold(facts);
        return drain.Known is { Since: { } since, Until: { } until } && until > state.LastFactAt && state is { Started: not null, ParkedBecause: null, Finished: null }
            ? new RunResumed(state.Resumptions + 1, since > state.LastFactAt ? since : state.LastFactAt) { At = time.GetUtcNow() }
            : null;
    }
}
