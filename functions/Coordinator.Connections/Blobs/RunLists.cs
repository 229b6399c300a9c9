using System.Runtime.CompilerServices;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <summary>Reads the lists of runs.</summary>
internal sealed class RunLists(RunContainer container)
{
    public async Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken)
    {
        await foreach (var _ in container.ListAsync(BlobNames.ThreadFolder(threadKey), 1, cancellationToken))
            return true;
        return false;
    }

    /// <summary>Entries that fit the query, in its order. May hold some more than the query takes, for those that turn out to be of no run.</summary>
    public async Task<IReadOnlyList<IndexEntry>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        if (query.Take <= 0)
            return [];

        // The open ones first: a run that ends in between is then found among the ended ones as well, where it counts.
        var open = await OpenAsync(query, cancellationToken);
        var found = new List<IndexEntry>();
        if (!query.UnfinishedOnly)
        {
            var ended = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var entry in EndedAsync(query, cancellationToken))
            {
                ended.Add(entry.Key.Run);
                if (Fits(entry, query))
                    found.Add(entry);
                if (found.Count == query.Take)
                    break;
            }

            open.RemoveAll(entry => ended.Contains(entry.Key.Run));
        }

        found.AddRange(open);
        return [.. query.OldestFirst ? found.OrderBy(entry => entry.Key.Sequence) : found.OrderByDescending(entry => entry.Key.Sequence)];
    }

    /// <summary>The thread's answered runs before that one, newest first.</summary>
    public async IAsyncEnumerable<IndexEntry> AnsweredBeforeAsync(string threadKey, long sequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(BlobNames.ThreadFolder(threadKey), null, cancellationToken))
        {
            if (entry.Key.Sequence < sequence && entry.Status == RunStatus.Answered)
                yield return entry;
        }
    }

    /// <summary>All open runs, oldest first.</summary>
    public IAsyncEnumerable<IndexEntry> OpenAsync(CancellationToken cancellationToken) => EntriesAsync(BlobNames.Open, null, cancellationToken);

    /// <summary>All ended runs that came before that time, by the day of their coming.</summary>
    public async IAsyncEnumerable<IndexEntry> EndedBeforeAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = BlobNames.EndedDay(RunSequence.At(before));
        foreach (var day in await container.ListFoldersAsync(BlobNames.Ended, cancellationToken))
        {
            if (string.CompareOrdinal(day, first) < 0)
                continue;
            await foreach (var entry in EntriesAsync(day, null, cancellationToken))
                yield return entry;
        }
    }

    private async Task<List<IndexEntry>> OpenAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var entries = new List<IndexEntry>();
        await foreach (var entry in query.ThreadKey is { } thread ? OpenInThreadAsync(thread, cancellationToken) : OpenAsync(cancellationToken))
        {
            if (Fits(entry, query))
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>By the thread's own list: it costs the same however many runs are open elsewhere. What was noted of an open run is only among the open ones.</summary>
    private async IAsyncEnumerable<IndexEntry> OpenInThreadAsync(string threadKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in EntriesAsync(BlobNames.ThreadFolder(threadKey), null, cancellationToken))
        {
            var open = BlobNames.OpenOf(entry.Key);
            if (entry.Status is not (RunStatus.Answered or RunStatus.Failed or RunStatus.Stopped) && await container.ReadMetadataAsync(open, cancellationToken) is { } metadata)
                yield return IndexEntry.Read(open, entry.Key, metadata);
        }
    }

    private async IAsyncEnumerable<IndexEntry> EndedAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var folder in await FoldersAsync(query, cancellationToken))
        {
            // Nearly always the first page of the first folder has it all.
            int? pageSize = query is { After: null, Status: null, OldestFirst: false } ? Math.Min(query.Take, 5000) : null;
            var entries = EntriesAsync(folder, pageSize, cancellationToken);
            await foreach (var entry in query.OldestFirst ? entries.Reverse() : entries)
            {
                if (IsBeyond(entry, query) && entry.Status is RunStatus.Answered or RunStatus.Failed or RunStatus.Stopped)
                    yield return entry;
            }
        }
    }

    private async Task<IEnumerable<string>> FoldersAsync(RunQuery query, CancellationToken cancellationToken)
    {
        if (query.ThreadKey is { } thread)
            return [BlobNames.ThreadFolder(thread)];
        var days = await container.ListFoldersAsync(BlobNames.Ended, cancellationToken);
        if (query.OldestFirst)
            days = [.. days.Reverse()];
        if (query.After is not { } after)
            return days;
        var begin = BlobNames.EndedDay(after);
        return days.Where(day => query.OldestFirst ? string.CompareOrdinal(day, begin) <= 0 : string.CompareOrdinal(day, begin) >= 0);
    }

    private async IAsyncEnumerable<IndexEntry> EntriesAsync(string folder, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in container.ListAsync(folder, pageSize, cancellationToken))
        {
            if (IndexEntry.Read(blob) is { } entry)
                yield return entry;
        }
    }

    // An entry of a run that is being added has no status yet; what it is turns out later.
    private static bool Fits(IndexEntry entry, RunQuery query) =>
        IsBeyond(entry, query) && (query.Status is null || entry.Status == query.Status || (entry.Status is null && query.Status == RunStatus.Queued));

    private static bool IsBeyond(IndexEntry entry, RunQuery query) =>
        query.After is not { } after || (query.OldestFirst ? entry.Key.Sequence > after : entry.Key.Sequence < after);
}
