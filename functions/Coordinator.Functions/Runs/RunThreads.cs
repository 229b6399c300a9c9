using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Coordinator.Functions.Runs;

/// <summary>One run of a thread at a time, in order of arrival.</summary>
public sealed partial class RunThreads(IRunMemory memory, ILogger<RunThreads> logger)
{
    /// <summary>A run has ended or is parked: the next of its thread may begin. It looks for itself each minute, should this be lost.</summary>
    public async Task ReleaseAsync(ReleasedRun run, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (run.ParkedBecause is { } reason)
        {
            memory.NoteStatus(run.RunId, RunStatus.Parked, null);
            LogParked(run.RunId, reason);
        }

        if (await memory.FindRunAsync(run.RunId, cancellationToken) is { } released
            && await memory.FirstUnfinishedAsync(released.Request.ThreadKey, cancellationToken) is { } next
            && next != run.RunId)
        {
            await client.RaiseEventAsync(next, RunOrchestrator.WakeEvent, null, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "run_parked run_id={RunId} reason={Reason}")]
    private partial void LogParked(string runId, string reason);
}

internal static class ThreadOrder
{
    /// <summary>More parked runs than that in one thread would let two of its runs go on at once.</summary>
    private const int Looked = 100;

    /// <summary>The run of the thread that may be under way; null if all have ended. A parked run may wait for an upgrade: its thread goes on without it.</summary>
    public static async Task<string?> FirstUnfinishedAsync(this IRunMemory memory, string threadKey, CancellationToken cancellationToken)
    {
        var query = new RunQuery { ThreadKey = threadKey, UnfinishedOnly = true, OldestFirst = true, Take = Looked };
        return (await memory.ListRunsAsync(query, cancellationToken)).FirstOrDefault(run => run.Status != RunStatus.Parked)?.Request.RunId;
    }
}
