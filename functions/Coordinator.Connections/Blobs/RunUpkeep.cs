namespace Coordinator.Connections.Blobs;

/// <summary>What a timer does: removes old runs, and sets the lists right where a process died.</summary>
internal sealed class RunUpkeep(RunContainer container, RunLists lists, RunIndex index, LetterBlobs letters)
{
    private const int AtOnce = 8;

    /// <summary>The entry among the ended runs goes last: it says that something is left to be deleted.</summary>
    public async Task<int> DeleteEndedBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var kept = await letters.RunsAsync(cancellationToken);
        return await CountAsync(lists.EndedBeforeAsync(before, cancellationToken).Where(entry => entry.UpdatedAt < before && !kept.Contains(entry.Key.Run)), DeleteAsync, cancellationToken);
    }

    public Task<int> RepairAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        CountAsync(lists.OpenAsync(cancellationToken).Where(entry => entry.UpdatedAt < before), RepairAsync, cancellationToken);

    private async Task<bool> DeleteAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.ListAsync(BlobNames.FolderOf(entry.Key.Run), null, cancellationToken))
            await container.DeleteAsync(blob.Name, null, cancellationToken);
        await container.DeleteAsync(BlobNames.InThreadOf(entry.Key), null, cancellationToken);
        await container.DeleteAsync(entry.Blob, null, cancellationToken);
        return true;
    }

    private async Task<bool> RepairAsync(IndexEntry entry, CancellationToken cancellationToken)
    {
        var log = new RunLog(entry.Key.Run, container);
        var found = await log.RefreshAsync(cancellationToken);
        if (log.Run.Finished is not null)
            await index.EndAsync(log.Run, cancellationToken);
        else if (log.Run.Head is null)
            return await RemoveAsync(entry, found, cancellationToken);
        return log.Run.Finished is not null;
    }

    /// <summary>The run was never added. Whoever might still be at it finds its log gone and says so.</summary>
    private async Task<bool> RemoveAsync(IndexEntry entry, BlobPart? log, CancellationToken cancellationToken)
    {
        if (log is not null && !await container.DeleteAsync(BlobNames.LogOf(entry.Key.Run), log.Tag, cancellationToken))
            return false;
        await container.DeleteAsync(BlobNames.InThreadOf(entry.Key), null, cancellationToken);
        await container.DeleteAsync(entry.Blob, null, cancellationToken);
        return true;
    }

    private static async Task<int> CountAsync(
        IAsyncEnumerable<IndexEntry> entries, Func<IndexEntry, CancellationToken, Task<bool>> act, CancellationToken cancellationToken)
    {
        var count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(entries, options, async (entry, token) =>
        {
            if (await act(entry, token))
                Interlocked.Increment(ref count);
        });
        return count;
    }
}
