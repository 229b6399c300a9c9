using Coordinator.Core.State;
using Coordinator.TestKit.State;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>Counts what the guard asks the store.</summary>
internal sealed class CountingStore(IStateStore store) : StateStoreDecorator(store)
{
    private long _roundTrips;

    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    public override Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return base.ReadAsync(key, cancellationToken);
    }

    public override Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return base.WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken);
    }

    public override Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return base.AcquireAsync(request, cancellationToken);
    }

    public override Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return base.RenewAsync(pool, holder, lease, cancellationToken);
    }

    public override Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _roundTrips);
        return base.ReleaseAsync(pool, holder, cancellationToken);
    }
}
