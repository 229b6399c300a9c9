namespace Coordinator.Core.State;

/// <summary>What is done with documents over and over.</summary>
public static class StateDocuments
{
    private const int DeletedAtOnce = 100;

    /// <summary>Stores the value unless there is one already; gives what is stored.</summary>
    public static Task<StateWrite> AddAsync(this IStateStore store, string key, string value, TimeSpan? timeToLive, CancellationToken cancellationToken) =>
        store.WriteAsync(key, value, 0, timeToLive, cancellationToken);

    /// <summary>Applies a change to what is stored, again whenever somebody else was faster; somebody always gets on.</summary>
    /// <param name="change">Of the stored value (null: none) to the next; must have no effects, it may be called more than once. Null: leave it as it is.</param>
    /// <returns>What is stored afterwards.</returns>
    public static async Task<StateDocument?> UpdateAsync(this IStateStore store, string key, Func<string?, string?> change, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(key, cancellationToken);
        while (change(stored?.Value) is { } next)
        {
            var write = await store.WriteAsync(key, next, stored?.Version ?? 0, timeToLive, cancellationToken);
            stored = write.Stored;
            if (write.IsWritten)
            {
                break;
            }
        }

        return stored;
    }

    /// <summary>Deletes everything that begins with <paramref name="prefix"/> except what begins with one of <paramref name="keep"/>; gives how many.</summary>
    public static async Task<int> PurgeAsync(this IStateStore store, string prefix, IReadOnlyCollection<string> keep, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var batch = new List<Task<bool>>(DeletedAtOnce);
        await foreach (var key in store.ScanAsync(prefix, cancellationToken))
        {
            if (keep.Any(kept => key.StartsWith(kept, StringComparison.Ordinal)))
            {
                continue;
            }

            batch.Add(store.DeleteAsync(key, null, cancellationToken));
            if (batch.Count == DeletedAtOnce)
            {
                deleted += await EndAsync(batch);
            }
        }

        return deleted + await EndAsync(batch);
    }

    private static async Task<int> EndAsync(List<Task<bool>> batch)
    {
        var deleted = (await Task.WhenAll(batch)).Count(isDeleted => isDeleted);
        batch.Clear();
        return deleted;
    }
}
