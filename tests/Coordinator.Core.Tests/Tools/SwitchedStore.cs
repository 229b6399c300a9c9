using Coordinator.Core.State;

namespace Coordinator.Core.Tests.Tools;

/// <summary>Documents only; counts what is asked, and can be away.</summary>
internal sealed class SwitchedStore(IStateStore inner) : IStateStore
{
    public bool IsAway { get; set; }

    public int Asked { get; private set; }

    public Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken) => Ask().ReadAsync(key, cancellationToken);

    public Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken) =>
        Ask().WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken);

    public Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<string> ScanAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountIndexAsync(string index, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private IStateStore Ask()
    {
        Asked++;
        return IsAway ? throw new StateStoreException(StateFailure.Unavailable, "It is away.") : inner;
    }
}
