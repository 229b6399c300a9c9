using System.Collections.Concurrent;
using Coordinator.Core.State;

namespace Coordinator.Connections.State;

/// <summary>
/// Permits and tickets that were given back while the shared store was away, where they may still be counted: some were taken before, and a question that timed out may have been answered all the same.
/// Without this a short outage could leave every place of a partition taken for a lease.
/// </summary>
internal sealed class OwedReleases
{
    /// <summary>What is beyond it ends with its lease.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Pool, string Holder), bool> _owed = new();

    public void Add(string pool, string holder)
    {
        if (_owed.Count < Most)
        {
            _owed[(pool, holder)] = true;
        }
    }

    /// <summary>It was taken again.</summary>
    public void Forget(string pool, string holder) => _owed.TryRemove((pool, holder), out _);

    /// <exception cref="StateStoreException">The store is away again; what is left is still owed.</exception>
    public async Task PayAsync(IStateStore store, CancellationToken cancellationToken)
    {
        foreach (var (pool, holder) in _owed.Keys)
        {
            await store.ReleaseAsync(pool, holder, cancellationToken);
            Forget(pool, holder);
        }
    }
}
