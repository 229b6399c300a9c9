namespace Coordinator.Core.State;

/// <summary>
/// What instances share and may lose: breakers, permits, rates, registrations, settings, caches, indexes. What a run must never lose is in <see cref="IRunMemory"/>.
/// Every operation is atomic over all instances and one round trip. Times are the store's: no caller's clock decides when something ends.
/// Keys, index names and pools are used as they are given; each key holds one kind of thing. Failures are <see cref="StateStoreException"/>s.
/// </summary>
public interface IStateStore
{
    /// <summary>Null: there is none, or its time to live is over.</summary>
    Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Compare-and-set: stores the value if the document still has <paramref name="expectedVersion"/> (0: if there is none).
    /// Versions of a key only grow, also over deletion and expiry: who read a document that was deleted and made anew cannot overwrite the new one.
    /// </summary>
    /// <param name="timeToLive">From now on; null: for ever. Each write sets it anew.</param>
    Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken);

    /// <summary>Deletes what is stored under the key: a document, a whole index or a pool.</summary>
    /// <param name="version">Only a document of that version; null: whatever is there.</param>
    /// <returns>False: nothing was deleted.</returns>
    Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken);

    /// <summary>All keys, index names and pools that begin so, in no order. What comes and goes meanwhile may be missing; a key may come twice.</summary>
    IAsyncEnumerable<string> ScanAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Adds the member or moves it to that score. False: it was there already.</summary>
    Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken);

    /// <summary>False: it was not there.</summary>
    Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken);

    /// <summary>Members by score; those of equal score by their UTF-8 bytes.</summary>
    Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken);

    Task<long> CountIndexAsync(string index, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a permit of a pool, or, with the same holder again, for a longer lease or the own place in the queue.
    /// Holders and tickets whose lease is over are dropped first. Then the asker is granted a permit if there is a free one beyond those kept for tickets before it in the fair order (<see cref="PermitOrder"/>).
    /// </summary>
    Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken);

    /// <summary>Sets a held permit's lease anew. False: it is not held any more (the lease ended, the store was emptied or changed); the holder may ask again.</summary>
    Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives back a permit or a ticket. False: there was none; releasing twice is harmless.</summary>
    Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken);

    Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken);

    /// <summary>Asks the store how it is.</summary>
    Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken);
}
