using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Core;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Coordinator.Connections.Redis;

/// <summary>
/// State that all instances share, in Redis 7.0 or later. A document is a hash with <c>value</c> and <c>version</c>, an index a sorted set, a pool a hash of its permits and tickets.
/// </summary>
public sealed class RedisStateStore : IStateStore, IDisposable
{
    private const int KeysOfAPage = 1_000;

    private static readonly RedisValue[] DocumentFields = ["version", "value"];

    private readonly RedisConnection _redis;
    private readonly RedisFailures _failures;
    private readonly TimeProvider _time;

    private RedisStateStore(RedisConnection redis, RedisFailures failures, TimeProvider time) => (_redis, _failures, _time) = (redis, failures, time);

    /// <summary>Returns at once; the connection is made in the background.</summary>
    /// <param name="commandTimeout">Of every operation, the wait for a connection included.</param>
    /// <param name="credential">Used where the URL has no password and TLS keeps its tokens to itself.</param>
    public static RedisStateStore Open(RedisUrl url, TimeSpan commandTimeout, TimeProvider time, ILogger<RedisStateStore> logger, TokenCredential? credential = null)
    {
        var identity = credential is not null && url is { Tls: true, Password: null } ? new RedisIdentity(credential, time) : null;
        return Open(url, RedisConfiguration.Of(url, commandTimeout, identity), commandTimeout, time, logger);
    }

    internal static RedisStateStore Open(RedisUrl url, ConfigurationOptions configuration, TimeSpan commandTimeout, TimeProvider time, ILogger logger)
    {
        var failures = new RedisFailures(url.ToString(), commandTimeout);
        return new RedisStateStore(new RedisConnection(configuration, failures, commandTimeout, time, logger), failures, time);
    }

    public async Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        StateKey.Check(key);
        var fields = await _redis.RunAsync(db => db.HashGetAsync(key, DocumentFields), cancellationToken);
        return Document(fields[0], fields[1]);
    }

    public async Task<StateWrite> WriteAsync(string key, string value, long expectedVersion, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        StateKey.Check(key);
        StateKey.CheckTimeToLive(timeToLive);
        var milliseconds = timeToLive is { } span ? Whole(Math.Ceiling(span.TotalMilliseconds)) : RedisValue.EmptyString;
        var answer = await EvaluateAsync(RedisScripts.Write, [key], [expectedVersion, value, milliseconds], cancellationToken);
        return new StateWrite((int)answer[0] == 1, Document((RedisValue)answer[1], (RedisValue)answer[2]));
    }

    public async Task<bool> DeleteAsync(string key, long? version, CancellationToken cancellationToken)
    {
        StateKey.Check(key);
        return version is { } only
            ? await AskAsync(RedisScripts.Delete, [key], [only], cancellationToken)
            : await _redis.RunAsync(db => db.KeyDeleteAsync(key), cancellationToken);
    }

    public async IAsyncEnumerable<string> ScanAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var primaries = await _redis.RunAsync((ConnectionMultiplexer redis) => Task.FromResult(Primaries(redis)), cancellationToken);
        foreach (var (server, database) in primaries)
        {
            await using var keys = server.KeysAsync(database, RedisPattern.StartingWith(prefix), KeysOfAPage).GetAsyncEnumerator(cancellationToken);
            while (await _redis.RunAsync((ConnectionMultiplexer _) => keys.MoveNextAsync().AsTask(), cancellationToken))
            {
                yield return keys.Current!;
            }
        }
    }

    public Task<bool> AddToIndexAsync(string index, string member, double score, CancellationToken cancellationToken)
    {
        StateKey.Check(index);
        StateKey.CheckScore(score);
        return _redis.RunAsync(db => db.SortedSetAddAsync(index, member, score), cancellationToken);
    }

    public Task<bool> RemoveFromIndexAsync(string index, string member, CancellationToken cancellationToken)
    {
        StateKey.Check(index);
        return _redis.RunAsync(db => db.SortedSetRemoveAsync(index, member), cancellationToken);
    }

    public async Task<IReadOnlyList<IndexedMember>> ReadIndexAsync(string index, IndexQuery query, CancellationToken cancellationToken)
    {
        StateKey.Check(index);
        StateKey.CheckQuery(query);
        if (query.Take == 0 || query.From > query.To)
        {
            // The client takes these for "all" and for the same the other way round.
            return [];
        }

        var order = query.Descending ? Order.Descending : Order.Ascending;
        var members = await _redis.RunAsync(db => db.SortedSetRangeByScoreWithScoresAsync(index, query.From, query.To, Exclude.None, order, query.Skip, query.Take), cancellationToken);
        return [.. members.Select(member => new IndexedMember(member.Element.ToString(), member.Score))];
    }

    public Task<long> CountIndexAsync(string index, CancellationToken cancellationToken)
    {
        StateKey.Check(index);
        return _redis.RunAsync(db => db.SortedSetLengthAsync(index), cancellationToken);
    }

    public async Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        var pool = PermitRequest.KeyOf(request.Pool);
        var answer = await EvaluateAsync(
            RedisScripts.Acquire,
            [pool, pool + ":last"],
            [request.Holder, request.Group, request.Limit, Microseconds(request.Lease), request.Waits ? 1 : 0, request.ClaimMicroseconds, Microseconds(request.TicketLease ?? request.Lease)],
            cancellationToken);
        return ((long)answer[0], (int)answer[1]) switch
        {
            (> 0 and var token, _) => PermitAnswer.Granted(token),
            (_, > 0 and var position) => PermitAnswer.Queued(position),
            _ => PermitAnswer.Refused,
        };
    }

    public Task<bool> RenewAsync(string pool, string holder, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync(RedisScripts.Renew, [PermitRequest.KeyOf(pool)], [holder, Microseconds(lease)], cancellationToken);

    public Task<bool> ReleaseAsync(string pool, string holder, CancellationToken cancellationToken) =>
        AskAsync(RedisScripts.Release, [PermitRequest.KeyOf(pool)], [holder], cancellationToken);

    public async Task<PoolUse> ReadPoolAsync(string pool, CancellationToken cancellationToken)
    {
        var counts = await EvaluateAsync(RedisScripts.ReadPool, [PermitRequest.KeyOf(pool)], [], cancellationToken);
        return new PoolUse((int)counts[0], (int)counts[1]);
    }

    public async Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        await _redis.RunAsync(db => db.PingAsync(), cancellationToken);
        var latency = _time.GetElapsedTime(begun);
        return new StateStoreHealth("redis", latency) { Redis = await ReadFiguresAsync(cancellationToken) };
    }

    public void Dispose() => _redis.Dispose();

    private static StateDocument? Document(RedisValue version, RedisValue value) =>
        version.IsNull ? null : new StateDocument(value.ToString(), (long)version);

    private static RedisValue Microseconds(TimeSpan lease) => PermitRequest.CheckLease(lease).Ticks / TimeSpan.TicksPerMicrosecond;

    private static RedisValue Whole(double number) => number.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>Null: the user may not ask.</summary>
    private async Task<RedisFigures?> ReadFiguresAsync(CancellationToken cancellationToken)
    {
        try
        {
            return RedisInfo.Read(await _redis.RunAsync((ConnectionMultiplexer redis) => Primaries(redis)[0].Server.InfoRawAsync(), cancellationToken) ?? "");
        }
        catch (StateStoreException ex) when (ex.Kind == StateFailure.Refused)
        {
            return null;
        }
    }

    private List<(IServer Server, int Database)> Primaries(ConnectionMultiplexer redis)
    {
        var database = redis.GetDatabase().Database;
        var primaries = redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }).Select(server => (server, database)).ToList();
        return primaries.Count > 0 ? primaries : throw _failures.NoPrimary();
    }

    private async Task<bool> AskAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        (int)await _redis.RunAsync(db => db.ScriptEvaluateAsync(script, keys, values), cancellationToken) == 1;

    private async Task<RedisResult[]> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        (RedisResult[])(await _redis.RunAsync(db => db.ScriptEvaluateAsync(script, keys, values), cancellationToken))!;
}
