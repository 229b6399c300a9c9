using Coordinator.Core.State;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Runs;

/// <summary>One run of a thread at a time, in order of arrival.</summary>
internal sealed class RunThreads(IRunMemory memory)
{
    /// <summary>A run has ended: the next of its thread may begin. It looks for itself each minute, should this be lost.</summary>
    public async Task WakeNextAsync(string runId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await memory.FindRunAsync(runId, cancellationToken) is { } ended
            && await memory.FirstUnfinishedAsync(ended.Request.ThreadKey, cancellationToken) is { } next
            && next != runId)
        {
            await client.RaiseEventAsync(next, RunOrchestrator.WakeEvent, null, cancellationToken);
        }
    }
}

internal static class ThreadOrder
{
    /// <summary>The run of the thread that may be under way; null if all have ended.</summary>
    public static async Task<string?> FirstUnfinishedAsync(this IRunMemory memory, string threadKey, CancellationToken cancellationToken)
    {
        var query = new RunQuery { ThreadKey = threadKey, UnfinishedOnly = true, OldestFirst = true, Take = 1 };
        return await memory.ListRunsAsync(query, cancellationToken) is [{ } first, ..] ? first.Request.RunId : null;
    }
}
