using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>The end of a drain, told to the runs that it holds. One that is missed looks for itself within a minute.</summary>
internal sealed class HeldRuns(IRunMemory memory, DurableClients clients) : IHeldRuns
{
    /// <summary>A request to the app ends after 230 s; more runs than that look for themselves.</summary>
    private const int Most = 2_000;

    private const int PageSize = 200;
    private const int AtOnce = 16;

    public async Task WakeAsync(CancellationToken cancellationToken)
    {
        var client = clients.Current;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        var query = new RunQuery { UnfinishedOnly = true, OldestFirst = true, Take = PageSize };
        for (var woken = 0; woken < Most; woken += PageSize)
        {
            var page = await memory.ListRunsAsync(query, cancellationToken);
            await Parallel.ForEachAsync(
                page.Where(run => run.Status != RunStatus.Parked),
                parallel,
                async (run, cancelled) => await client.RaiseEventAsync(run.Request.RunId, RunOrchestrator.WakeEvent, null, cancelled));
            if (page.Count < PageSize)
            {
                return;
            }

            query = query with { After = page[^1].Sequence };
        }
    }
}
