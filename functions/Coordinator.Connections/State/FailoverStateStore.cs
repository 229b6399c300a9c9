using System.Runtime.CompilerServices;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.State;

/// <summary>
/// The shared store, and while that is away a store of this process, so that breakers and limits go on to work here. An outage begins with the first operation that fails because of it:
/// that one and all later ones are answered here at once. Meanwhile the shared store is tried in the background; when it takes writes again, it is used again as it is, and what was kept here is dropped.
/// Nothing is merged: a permit or document of one side is unknown to the other, so <see cref="RenewAsync"/> says no after a change, and the holder asks again. What was given back meanwhile is given back there too.
/// </summary>
public sealed partial class FailoverStateStore : IStateStore, IDisposable
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly IStateStore _shared;
    private readonly Func<IStateStore> _openLocal;
    private readonly TimeProvider _time;
    private readonly ILogger<FailoverStateStore> _logger;
    private readonly StateProbe _probe;
    private readonly OwedReleases _owed = new();
    private volatile LocalState? _local;
    private TimeSpan _pause = FirstPause;
    private long? _returned;
    private bool _isClosed;

    /// <param name="shared">Disposed with this one.</param>
    /// <param name="openLocal">An empty store for one outage.</param>
    public FailoverStateStore(IStateStore shared, Func<IStateStore> openLocal, TimeProvider time, ILogger<FailoverStateStore> logger)
    {
        (_shared, _openLocal, _time, _logger) = (shared, openLocal, time, logger);
        _probe = new StateProbe(shared);
    }

    /// <summary>Null: the shared store is used.</summary>
    public StateOutage? Outage => _local?.Outage;

    public bool IsDegraded => _local is not null;

    public Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(store => store.ReadAsync(key, cancellationToken));

    public Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken) =>
        RunAsync(store => store.WriteAsync(key, value, expectedVersion, timeToLive, cancellationToken));

    public Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken) =>
        RunAsync(store => store.DeleteAsync(key, version, cancellationToken));

    /// <summary>Keys of one store. If the shared one goes away in the middle, that is the caller's <see cref="StateStoreException"/>: half of each would be neither.</summary>
    public async IAsyncEnumerable<string> ScanAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var scan = await RunAsync(store => StartedScan.BeginAsync(store, prefix, cancellationToken));
        for (var more = scan.HasFirst; more; more = await scan.Keys.MoveNextAsync())
        {
            yield return scan.Keys.Current;
        }
    }

    public Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken) =>
        RunAsync(store => store.AddToIndexAsync(index, member, score, cancellationToken));

    public Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken) =>
        RunAsync(store => store.RemoveFromIndexAsync(index, member, cancellationToken));

    public Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken) =>
        RunAsync(store => store.ReadIndexAsync(index, query, cancellationToken));

    public Task<long> CountIndexAsync(string index, CancellationToken cancellationToken) =>
        RunAsync(store => store.CountIndexAsync(index, cancellationToken));

    public Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken) =>
        RunAsync(store =>
        {
            _owed.Forget(request.Pool, request.Holder);
            return store.AcquireAsync(request, cancellationToken);
        });

    public Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken) =>
        RunAsync(store => store.RenewAsync(pool, holder, lease, cancellationToken));

    public Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken) =>
        RunAsync(store =>
        {
            if (store != _shared)
            {
                _owed.Add(pool, holder);
            }

            return store.ReleaseAsync(pool, holder, cancellationToken);
        });

    public Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken) =>
        RunAsync(store => store.ReadPoolAsync(pool, cancellationToken));

    /// <summary>Asks the shared store now, also in the middle of an outage.</summary>
    public async Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        if (_local is { } local)
        {
            await TryReturnAsync(local, cancellationToken);
        }

        var health = await RunAsync(store => store.CheckAsync(cancellationToken));
        return health with { Outage = Outage ?? health.Outage };
    }

    public void Dispose()
    {
        LocalState? local;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            (_isClosed, local) = (true, _local);
        }

        _ending.Cancel();
        _ending.Dispose();
        local?.Dispose();
        (_shared as IDisposable)?.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<IStateStore, Task<T>> operation)
    {
        while (true)
        {
            var local = _local;
            try
            {
                return await operation(local?.Store ?? _shared);
            }
            catch (StateStoreException ex) when (ex.IsOutage && IsSurvivable(local, ex))
            {
                // Again, with the store that is used now.
            }
        }
    }

    /// <param name="local">The store that failed; null: the shared one.</param>
    /// <returns>True: another store is to be used now. A local one fails so only when it was closed because the shared one is back.</returns>
    private bool IsSurvivable(LocalState? local, StateStoreException failure) => local is null ? Leave(failure) : _local != local;

    private bool Leave(StateStoreException failure)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            if (_local is null)
            {
                _local = new LocalState(_openLocal(), new StateOutage(_time.GetUtcNow(), failure.Message));
                LogLeft(failure, failure.Message);
                _ = WatchAsync(_local, FirstPauseNow_NeedsLock(), _ending.Token);
            }

            return true;
        }
    }

    /// <summary>A shared store that comes and goes is tried less often.</summary>
    private TimeSpan FirstPauseNow_NeedsLock() =>
        _pause = _returned is { } returned && _time.GetElapsedTime(returned) < LongestPause * 2 ? Longer(_pause) : FirstPause;

    private async Task WatchAsync(LocalState local, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                await Task.Delay(pause, _time, cancellationToken);
                pause = Longer(pause);
            }
            while (_local == local && !await TryReturnAsync(local, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task<bool> TryReturnAsync(LocalState local, CancellationToken cancellationToken)
    {
        if ((await _probe.ProblemAsync(cancellationToken) ?? await UnpaidBecauseAsync(cancellationToken)) is { } problem)
        {
            local.Explain(problem);
            return false;
        }

        lock (_gate)
        {
            if (_isClosed || _local != local)
            {
                return true;
            }

            (_local, _returned) = (null, _time.GetTimestamp());
        }

        LogReturned((_time.GetUtcNow() - local.Outage.Since).TotalSeconds);
        local.Dispose();
        return true;
    }

    /// <summary>Null: nothing is owed. Before the shared store is used again, so that nothing of later is given back.</summary>
    private async Task<string?> UnpaidBecauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _owed.PayAsync(_shared, cancellationToken);
            return null;
        }
        catch (StateStoreException exception)
        {
            return exception.Message;
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shared state is away, this process keeps its own breakers and limits until it is back: {Reason}")]
    private partial void LogLeft(Exception exception, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shared state is back after {Seconds:0.0} s; what this process kept meanwhile is dropped")]
    private partial void LogReturned(double seconds);
}
