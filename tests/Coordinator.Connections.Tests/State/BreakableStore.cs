using Coordinator.Core.State;

namespace Coordinator.Connections.Tests.State;

/// <summary>A store that can be made to fail, and counts what it is asked.</summary>
internal sealed class BreakableStore(IStateStore inner) : IStateStore, IDisposable
{
    private int _calls;

    public volatile StateStoreException? Broken;

    public int Calls => Volatile.Read(ref _calls);

    public Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken) => RunAsync(store => store.ReadAsync(key, cancellationToken), cancellationToken);

    public Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken) =>
        RunAsync(store => store.WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken), cancellationToken);

    public Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken) => RunAsync(store => store.DeleteAsync(key, version, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<string> ScanAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RunAsync(_ => Task.FromResult(true), cancellationToken);
        await foreach (var key in inner.ScanAsync(prefix, cancellationToken))
        {
            yield return key;
        }
    }

    public Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken) =>
        RunAsync(store => store.AddToIndexAsync(index, member, score, cancellationToken), cancellationToken);

    public Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken) =>
        RunAsync(store => store.RemoveFromIndexAsync(index, member, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken) =>
        RunAsync(store => store.ReadIndexAsync(index, query, cancellationToken), cancellationToken);

    public Task<long> CountIndexAsync(string index, CancellationToken cancellationToken) => RunAsync(store => store.CountIndexAsync(index, cancellationToken), cancellationToken);

    public Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken) => RunAsync(store => store.AcquireAsync(request, cancellationToken), cancellationToken);

    public Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken) =>
        RunAsync(store => store.RenewAsync(pool, holder, lease, cancellationToken), cancellationToken);

    public Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken) => RunAsync(store => store.ReleaseAsync(pool, holder, cancellationToken), cancellationToken);

    public Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken) => RunAsync(store => store.ReadPoolAsync(pool, cancellationToken), cancellationToken);

    public Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken) => RunAsync(store => store.CheckAsync(cancellationToken), cancellationToken);

    public void Dispose() => ((IDisposable)inner).Dispose();

    private async Task<T> RunAsync<T>(Func<IStateStore, Task<T>> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _calls);
        return Broken is { } broken ? throw broken : await operation(inner);
    }
}
