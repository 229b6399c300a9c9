using Coordinator.Core.Execution;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>Reads a run for its orchestration and takes up what is new in its inbox.</summary>
public sealed class RunLoader(IRunMemory memory, DrainSwitch drain, TimeProvider time)
{
    public async Task<LoadedRun> LoadAsync(string runId, CancellationToken cancellationToken)
    {
        var run = await memory.FindRunAsync(runId, cancellationToken) ?? throw new RunMemoryException($"Run {runId} is not there.");
        var request = RunRequestJson.Serialize(run.Request);
        if (drain.IsOn)
        {
            return new LoadedRun(request, [], $"the end of the drain ({DrainSwitch.Variable})");
        }

        if (await memory.FirstUnfinishedAsync(run.Request.ThreadKey, cancellationToken) is { } first && first != runId)
        {
            return new LoadedRun(request, [], first);
        }

        foreach (var item in await memory.ReadInboxAsync(runId, cancellationToken))
        {
            var read = new InboxRead(item.Id, item.Kind, item.By) { At = time.GetUtcNow() };
            await memory.AppendAsync(new RunWrite(runId, read), cancellationToken);
        }

        var facts = await memory.ReadFactsAsync(runId, 0, cancellationToken);
        return new LoadedRun(request, [.. facts.Select(stored => RunFactJson.Serialize(stored.Fact))], HeldBy: null);
    }
}
