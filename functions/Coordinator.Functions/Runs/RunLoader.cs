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

        // A run that did not look while the drain was on: it waited for something else, or nobody carried it out.
        IReadOnlyList<string> pause = drain.Known is { Since: { } since, Until: { } until } ? await ResumeAsync(runId, facts, since, since, until, cancellationToken) : [];
        return new LoadedRun(request, [.. facts.Select(stored => RunFactJson.Serialize(stored.Fact)), .. pause], HeldBy: null);
    }

    /// <summary>
    /// The run was held until now, as by a drain that is a setting, of which nobody knows when it began or ended. It began with a restart: what was under way
    /// then was lost, so that the time since the last fact is left out, as the local host does it.
    /// </summary>
    public async Task<IReadOnlyList<string>> ResumeAsync(ReleasedHold hold, CancellationToken cancellationToken) =>
        await ResumeAsync(hold.RunId, await memory.ReadFactsAsync(hold.RunId, 0, cancellationToken), hold.Since, DateTimeOffset.MinValue, time.GetUtcNow(), cancellationToken);

    /// <summary>The time from then on, and from the run's last fact on, to now was nobody's work, and is recorded as such.</summary>
    /// <param name="known">Since when it is known to be held: a pause that was recorded later is that of this hold.</param>
    /// <returns>The fact as JSON, also if it is there already; nothing if the run did something meanwhile, has not begun or has ended.</returns>
    private async Task<IReadOnlyList<string>> ResumeAsync(string runId, IReadOnlyList<StoredFact> facts, DateTimeOffset known, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (facts is [.., { Fact: RunResumed resumed }] && resumed.At >= known)
        {
            return [RunFactJson.Serialize(resumed)];
        }

        var state = RunState.Fold(facts.Select(stored => stored.Fact));
        if (until <= state.LastFactAt || state is not { Started: not null, ParkedBecause: null, Finished: null })
        {
            return [];
        }

        var fact = new RunResumed(state.Resumptions + 1, since > state.LastFactAt ? since : state.LastFactAt) { At = time.GetUtcNow() };
        return [RunFactJson.Serialize((await memory.AppendAsync(new RunWrite(runId, fact), cancellationToken)).Fact)];
    }
}
