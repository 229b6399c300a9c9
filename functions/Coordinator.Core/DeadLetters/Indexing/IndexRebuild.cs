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
        var all = await AddAllAsync(cancellationToken);
        var removed = await RemoveOthersAsync(all, cancellationToken);

        // If somebody fell behind meanwhile the marker has changed, and it is all done again.
        if ((await store.WriteAsync(DeadLetterIndex.Marker, DeadLetterIndex.Whole, marker?.Version ?? 0, null, cancellationToken)).IsWritten)
        {
            _due = now + Period;
        }

        LogBuilt(all.Count, removed);
        return true;
    }

    private async Task<Dictionary<string, string>> AddAllAsync(CancellationToken cancellationToken)
    {
        var (all, query) = (new Dictionary<string, string>(StringComparer.Ordinal), new DeadLetterQuery { Take = PageSize });
        while (await memory.ListLettersAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var some in page.Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(entry => index.AddAsync(entry, cancellationToken)));
            }

            foreach (var entry in page)
            {
                all[entry.Id] = entry.FailureType;
            }

            query = query with { After = DeadLetterPosition.Of(page[^1]) };
        }

        return all;
    }

    private async Task<int> RemoveOthersAsync(Dictionary<string, string> all, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var failureType in (string?[])[null, .. FailureTypes.All])
        {
            var queue = DeadLetterIndex.QueueOf(failureType);
            var part = new IndexQuery { Take = PageSize };
            while (await store.ReadIndexAsync(queue, part, cancellationToken) is { Count: > 0 } members)
            {
                var others = members.Select(member => member.Member).Where(id => !(all.TryGetValue(id, out var type) && (failureType ?? type) == type)).ToList();
                var removable = await WithoutNewOnesAsync(others, failureType, cancellationToken);
                await Task.WhenAll(removable.Select(id => store.RemoveFromIndexAsync(queue, id, cancellationToken)));
                removed += removable.Count;
                part = part with { Skip = part.Skip + members.Count - removable.Count };
            }
        }

        return removed;
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

    [LoggerMessage(LogLevel.Information, "dead_letter_index_built letters={Letters} removed={Removed}")]
    private partial void LogBuilt(int letters, int removed);
}
