using System.Runtime.CompilerServices;
using Coordinator.Core.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Coordinator.Connections.Sqlite;

/// <summary>
/// The state of one process: <c>state.db</c> in the data folder, or its memory. One connection, one operation at a time, on the caller's thread:
/// each takes microseconds, as no commit waits for the disk.
/// </summary>
public sealed class SqliteStateStore : IStateStore, IDisposable
{
    private const int WritesBetweenSweeps = 200;
    private const int SweptAtOnce = 500;

    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly Statements _db;
    private readonly TimeProvider _time;
    private readonly StateClock _clock;
    private readonly StateNumbers _numbers;
    private readonly StateOutage? _outage;
    private int _writes;
    private bool _isClosed;

    private SqliteStateStore(string name, Statements db, TimeProvider time, StateOutage? outage)
    {
        (_name, _db, _time, _outage) = (name, db, time, outage);
        _clock = new StateClock(time);
        _numbers = new StateNumbers(DocumentRows.HighestVersion(db), PermitRows.HighestNumber(db));
        PermitRows.ShortenLeases(db, _clock.Now);
    }

    /// <exception cref="DataFolderUnusableException">The file is of a newer version, another program's or not writable.</exception>
    public static SqliteStateStore Open(DataFolder folder, TimeProvider time, ILogger<SqliteStateStore> logger)
    {
        var file = folder.PathOf("state.db");
        return new SqliteStateStore(file, new StateDatabase(file, time, logger).Open(), time, null);
    }

    /// <param name="outage">Why there is nothing better; null: memory is what was asked for.</param>
    public static SqliteStateStore OpenInMemory(TimeProvider time, StateOutage? outage = null) =>
        new("", StateDatabase.OpenInMemory(), time, outage);

    private bool IsInMemory => _name.Length == 0;

    public Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(db => DocumentRows.Find(db, StateKey.Check(key), _clock.Now), cancellationToken);

    public Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        StateKey.CheckTimeToLive(timeToLive);
        return ChangeAsync(db => DocumentRows.CompareAndSet(db, StateKey.Check(key), value, expectedVersion, timeToLive, _clock.Now, _numbers), cancellationToken);
    }

    public Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken) => ChangeAsync(
        db => version is { } only
            ? DocumentRows.Delete(db, StateKey.Check(key), only, _clock.Now)
            : DocumentRows.Delete(db, StateKey.Check(key), _clock.Now) | MemberRows.DeleteIndex(db, key) | PermitRows.DeletePool(db, key),
        cancellationToken);

    public async IAsyncEnumerable<string> ScanAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var next in new Func<Statements, string, string?, long, IReadOnlyList<string>>[] { DocumentRows.ListKeys, MemberRows.ListIndexes, PermitRows.ListPools })
        {
            string? after = null;
            do
            {
                var page = await RunAsync(db => next(db, prefix, after, _clock.Now), cancellationToken);
                foreach (var key in page)
                {
                    yield return key;
                }

                after = page.Count > 0 ? page[^1] : null;
            }
            while (after is not null);
        }
    }

    public Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken) =>
        ChangeAsync(db => MemberRows.Put(db, StateKey.Check(index), member, StateKey.CheckScore(score)), cancellationToken);

    public Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken) =>
        ChangeAsync(db => MemberRows.Delete(db, StateKey.Check(index), member), cancellationToken);

    public Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken) =>
        RunAsync(db => MemberRows.List(db, StateKey.Check(index), StateKey.CheckQuery(query)), cancellationToken);

    public Task<long> CountIndexAsync(string index, CancellationToken cancellationToken) =>
        RunAsync(db => MemberRows.Count(db, StateKey.Check(index)), cancellationToken);

    public Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        PermitRequest.CheckLease(request.Lease);
        PermitRequest.CheckLease(request.TicketLease ?? request.Lease);
        return ChangeAsync(db => PermitRows.Acquire(db, request, _clock.Now, _numbers), cancellationToken);
    }

    public Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        PermitRequest.CheckLease(lease);
        return ChangeAsync(db => PermitRows.Renew(db, PermitRequest.KeyOf(pool), holder, lease, _clock.Now), cancellationToken);
    }

    public Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken) =>
        ChangeAsync(db => PermitRows.Delete(db, PermitRequest.KeyOf(pool), holder, _clock.Now), cancellationToken);

    public Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken) =>
        RunAsync(db => PermitRows.Count(db, PermitRequest.KeyOf(pool), _clock.Now), cancellationToken);

    public async Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        await RunAsync(db => db.Scalar("SELECT count(*) FROM sqlite_schema"), cancellationToken);
        return new StateStoreHealth(IsInMemory ? "memory" : "sqlite", _time.GetElapsedTime(begun)) { Outage = _outage };
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _db.Dispose();
            }
        }
    }

    /// <summary>For tests of what the disk may do.</summary>
    internal void Execute(string sql) => _db.Execute(sql);

    private Task<T> ChangeAsync<T>(Func<Statements, T> change, CancellationToken cancellationToken) => RunAsync(
        db =>
        {
            db.Execute("BEGIN IMMEDIATE");
            try
            {
                var result = change(db);
                Sweep(db);
                db.Execute("COMMIT");
                return result;
            }
            catch
            {
                // Some errors (disk full, I/O) end the whole transaction by themselves.
                if (raw.sqlite3_get_autocommit(db.Connection.Handle) == 0)
                {
                    db.Execute("ROLLBACK");
                }

                throw;
            }
        },
        cancellationToken);

    /// <summary>Documents whose time is over are not found any more; now and then some of them are removed.</summary>
    private void Sweep(Statements db)
    {
        _writes = (_writes + 1) % WritesBetweenSweeps;
        if (_writes == 0)
        {
            DocumentRows.DeleteEnded(db, _clock.Now, SweptAtOnce);
        }
    }

    private Task<T> RunAsync<T>(Func<Statements, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            if (_isClosed)
            {
                return Task.FromException<T>(new StateStoreException(StateFailure.Unavailable, "The state store is closed."));
            }

            try
            {
                return Task.FromResult(work(_db));
            }
            catch (SqliteException ex)
            {
                return Task.FromException<T>(SqliteFailure.OfState(IsInMemory ? "State in memory" : _name, ex));
            }
        }
    }
}
