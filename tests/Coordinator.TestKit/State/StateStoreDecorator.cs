using Coordinator.Core.State;

namespace Coordinator.TestKit.State;

/// <summary>Passes everything on; a test overrides the operation it wants to meet.</summary>
public abstract class StateStoreDecorator(IStateStore store) : IStateStore
{
    public virtual Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken) => store.ReadAsync(key, cancellationToken);

    public virtual Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken) =>
        store.WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken);

    public virtual Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken) => store.DeleteAsync(key, version, cancellationToken);

    public virtual IAsyncEnumerable<string> ScanAsync(string prefix, CancellationToken cancellationToken) => store.ScanAsync(prefix, cancellationToken);

    public virtual Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken) => store.AddToIndexAsync(index, member, score, cancellationToken);

    public virtual Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken) => store.RemoveFromIndexAsync(index, member, cancellationToken);

    public virtual Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken) => store.ReadIndexAsync(index, query, cancellationToken);

    public virtual Task<long> CountIndexAsync(string index, CancellationToken cancellationToken) => store.CountIndexAsync(index, cancellationToken);

    public virtual Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken) => store.AcquireAsync(request, cancellationToken);

    public virtual Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken) => store.RenewAsync(pool, holder, lease, cancellationToken);

    public virtual Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken) => store.ReleaseAsync(pool, holder, cancellationToken);

    public virtual Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken) => store.ReadPoolAsync(pool, cancellationToken);

    public virtual Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken) => store.CheckAsync(cancellationToken);
}
