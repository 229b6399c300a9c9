using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Telemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Coordinator.Functions.Runs;

/// <summary>Finds unfinished runs that nobody carries out, or whose inbox nobody has read, and sets them going again.</summary>
public sealed partial class RunSweep(IRunMemory memory, TimeProvider time, ILogger<RunSweep> logger)
{
    /// <summary>A younger change may still be under way.</summary>
    private static readonly TimeSpan Rests = TimeSpan.FromMinutes(1);

    /// <summary>A parked run may be one of a newer version: it is looked at again, should that be here by now.</summary>
    private static readonly TimeSpan ParkedFor = TimeSpan.FromHours(1);

    private const int PageSize = 200;

    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        long? after = null;
        IReadOnlyList<RunRecord> page;
        do
        {
            page = await memory.ListRunsAsync(new RunQuery { UnfinishedOnly = true, OldestFirst = true, After = after, Take = PageSize }, cancellationToken);
            foreach (var run in page.Where(run => time.GetUtcNow() - run.UpdatedAt >= Rests))
            {
                await LookAfterAsync(run, client, cancellationToken);
            }

            after = page.Count > 0 ? page[^1].Sequence : after;
        }
        while (page.Count == PageSize);
    }

    private async Task LookAfterAsync(RunRecord run, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var runId = run.Request.RunId;
        var instance = await client.GetInstanceAsync(runId, cancellationToken);
        if (instance is null || (instance.IsCompleted && (run.Status != RunStatus.Parked || time.GetUtcNow() - instance.LastUpdatedAt >= ParkedFor)))
        {
            // An orchestration belongs to the trace in which it is scheduled, and so do the lines that its steps log.
            using var span = RunTrace.Resume(run.Request);
            LogOrphan(runId, instance?.RuntimeStatus.ToString() ?? "none");
            await client.ScheduleRunAgainAsync(runId, cancellationToken);
        }
        else if (await HasUnreadAsync(runId, cancellationToken))
        {
            await client.RaiseEventAsync(runId, RunOrchestrator.WakeEvent, null, cancellationToken);
        }
    }

    private async Task<bool> HasUnreadAsync(string runId, CancellationToken cancellationToken)
    {
        var items = await memory.ReadInboxAsync(runId, cancellationToken);
        if (items.Count == 0)
        {
            return false;
        }

        var read = (await memory.ReadFactsAsync(runId, 0, cancellationToken)).Select(stored => stored.Fact).OfType<InboxRead>().Select(fact => fact.ItemId).ToHashSet();
        return items.Any(item => !read.Contains(item.Id));
    }

    [LoggerMessage(LogLevel.Warning, "run_orphaned run_id={RunId} instance={Instance} it is scheduled again")]
    private partial void LogOrphan(string runId, string instance);
}
