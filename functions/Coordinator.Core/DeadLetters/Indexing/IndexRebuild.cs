using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.DeadLetters.Indexing;

/// <summary>Makes the index what run memory says: when the state store was flushed or away, and now and then for what a killed process did not note.</summary>
public sealed partial class IndexRebuild(IRunMemory memory, IStateStore store, DeadLetterIndex index, TimeProvider time, ILogger<IndexRebuild> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private const int AtOnce = 100;
    private const int PageSize = 1000;

    private DateTimeOffset _due;

    /// <summary>Costs one read if nothing is to be done. False: nothing was.</summary>
    public async Task<bool> RunWhenNeededAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var marker = await store.ReadAsync(DeadLetterIndex.Marker, cancellationToken);
        if ((marker?.Value == DeadLetterIndex.Whole && now < _due) || (await store.CheckAsync(cancellationToken)).Outage is not null)
        {
            return false;
        }

        index.CatchUp();
        var letters = await ListAsync(cancellationToken);
        var changed = 0;
        foreach (var failureType in (string?[])[null, .. FailureTypes.All])
        {
            changed += await AdjustAsync(failureType, letters, cancellationToken);
        }

        // If somebody fell behind meanwhile the marker has changed, and it is all done again.
        if ((await store.WriteAsync(DeadLetterIndex.Marker, DeadLetterIndex.Whole, marker?.Version ?? 0, null, cancellationToken)).IsWritten)
        {
            _due = now + Period;
        }

        LogBuilt(letters.Count, changed);
        return true;
    }

    private async Task<Dictionary<string, DeadLetterEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var (all, query) = (new Dictionary<string, DeadLetterEntry>(StringComparer.Ordinal), new DeadLetterQuery { Take = PageSize });
        while (await memory.ListLettersAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                all[entry.Id] = entry;
            }

            query = query with { After = DeadLetterPosition.Of(page[^1]) };
        }

        return all;
    }

    /// <summary>Mostly all is well, and this only reads.</summary>
    private async Task<int> AdjustAsync(string? failureType, Dictionary<string, DeadLetterEntry> letters, CancellationToken cancellationToken)
    {
        var queue = DeadLetterIndex.QueueOf(failureType);
        var (indexed, query) = (new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), new DeadLetterQuery { FailureType = failureType, Take = PageSize });
        while (await index.PageAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var position in page)
            {
                indexed[position.Id] = position.Timestamp;
            }

            query = query with { After = page[^1] };
        }

        var missing = letters.Values.Where(entry => (failureType ?? entry.FailureType) == entry.FailureType && !(indexed.Remove(entry.Id, out var known) && known == entry.Timestamp)).ToList();
        foreach (var some in missing.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(entry => store.AddToIndexAsync(queue, entry.Id, DeadLetterIndex.ScoreOf(entry.Timestamp), cancellationToken)));
        }

        var others = await WithoutNewOnesAsync([.. indexed.Keys], failureType, cancellationToken);
        await Task.WhenAll(others.Select(id => store.RemoveFromIndexAsync(queue, id, cancellationToken)));
        return missing.Count + others.Count;
    }

    /// <summary>What is not in the list may have come after it was made.</summary>
    private async Task<IReadOnlyList<string>> WithoutNewOnesAsync(List<string> ids, string? failureType, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return ids;
        }

        var letters = await memory.FindLettersAsync(ids, cancellationToken);
        return [.. ids.Except(letters.Where(letter => failureType is null || letter.FailureType == failureType).Select(letter => letter.Id))];
    }

    [LoggerMessage(LogLevel.Information, "dead_letter_index_built letters={Letters} changed={Changed}")]
    private partial void LogBuilt(int letters, int changed);
}
