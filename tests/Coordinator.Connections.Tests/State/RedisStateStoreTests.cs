using System.Diagnostics;
using Coordinator.Connections.Redis;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

/// <summary>What only Redis does.</summary>
public sealed class RedisStateStoreTests(SharedRedis redis)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnyOperation_WhenScriptsAreKnown_IsOneRoundTrip()
    {
        using var database = await redis.NewDatabaseAsync();
        var store = database.Open();
        await AllOperationsAsync(store, "before");
        await using var monitor = await RedisMonitor.StartAsync(await redis.ServerAsync());

        await AllOperationsAsync(store, "after");

        await database.Direct.ExecuteAsync("ECHO", "that was all");
        var commands = await monitor.ReadAsync(database.Url.Database, "that was all");
        Assert.Equal(
            ["EVALSHA", "HMGET", "EVALSHA", "ZADD", "ZRANGEBYSCORE", "ZCARD", "ZREM", "EVALSHA", "EVALSHA", "EVALSHA", "EVALSHA", "UNLINK"],
            commands);
    }

    [Fact]
    public async Task AcquireAsync_WhenALeaseEndsOnTheServersClock_GrantsThePermitThen()
    {
        using var database = await redis.NewDatabaseAsync();
        var store = database.Open();
        var dead = await store.AcquireAsync(new PermitRequest("llm", "dead", "user", 1, TimeSpan.FromMilliseconds(150)), Token);
        Assert.True(dead.IsGranted);

        var next = PermitAnswer.Refused;
        await Until.TrueAsync(async () => (next = await store.AcquireAsync(new PermitRequest("llm", "next", "user", 1, Minute), Token)).IsGranted, "the lease ends");

        Assert.InRange(next.Token - dead.Token, 150_000, long.MaxValue);
    }

    [Fact]
    public async Task WriteAsync_WhenADocumentEndsOnTheServersClock_IsGone()
    {
        using var database = await redis.NewDatabaseAsync();
        var store = database.Open();
        await store.AddAsync("processed:1", "run-1", TimeSpan.FromMilliseconds(100), Token);

        await Until.TrueAsync(async () => await store.ReadAsync("processed:1", Token) is null, "the document ends");
    }

    [Fact]
    public async Task AnyScript_WhenTheServerForgotIt_IsLoadedAgain()
    {
        await using var server = await RedisServer.StartAsync();
        using var store = Open(server.Url);
        var first = (await store.AddAsync("key", "1", null, Token)).Stored!;
        await server.CliAsync("SCRIPT", "FLUSH");

        Assert.True((await store.WriteAsync("key", "2", first.Version, null, Token)).IsWritten);
        Assert.True((await store.AcquireAsync(new PermitRequest("llm", "a", "user", 1, Minute), Token)).IsGranted);
    }

    [Fact]
    public async Task AnyOperation_WhenTheKeyIsAnotherPrograms_IsUnfitAndNoOutage()
    {
        using var database = await redis.NewDatabaseAsync();
        var store = database.Open();
        await database.Direct.StringSetAsync("key", "theirs");
        await database.Direct.HashSetAsync("oci:permits:{llm}", "holder", "garbage");

        foreach (var attempt in new Func<Task>[]
        {
            () => store.ReadAsync("key", Token),
            () => store.AddAsync("key", "mine", null, Token),
            () => store.AddToIndexAsync("key", "mine", 1, Token),
            () => store.AcquireAsync(new PermitRequest("llm", "a", "user", 1, Minute), Token),
        })
        {
            var failure = await Assert.ThrowsAsync<StateStoreException>(attempt);
            Assert.Equal((StateFailure.Unfit, false), (failure.Kind, failure.IsOutage));
        }

        Assert.Equal("theirs", await database.Direct.StringGetAsync("key"));
    }

    [Fact]
    public async Task CheckAsync_WhenAsked_GivesTheRunbooksFigures()
    {
        await using var server = await RedisServer.StartAsync();
        using var store = Open(server.Url);

        var health = await store.CheckAsync(Token);
        Assert.Equal(("redis", null), (health.Backend, health.Degraded));
        Assert.Equal(("master", 0L, "noeviction"), (health.Redis!.Role, health.Redis.MaxMemory, health.Redis.MaxMemoryPolicy));
        Assert.Matches(@"^\d+\.\d+\.\d+$", health.Redis.Version);
        Assert.InRange(health.Redis.UsedMemory, 100_000, 1L << 30);

        await server.CliAsync("CONFIG", "SET", "maxmemory", "100mb", "maxmemory-policy", "allkeys-lru");
        health = await store.CheckAsync(Token);
        Assert.Equal(100L << 20, health.Redis!.MaxMemory);
        Assert.Contains("allkeys-lru", health.Degraded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhenUserAndPasswordAreRight_Works()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "h@lf/secret");
        using (var store = Open($"redis://:h%40lf%2Fsecret@127.0.0.1:{server.Port}"))
        {
            Assert.True((await store.AddAsync("key", "value", null, Token)).IsWritten);
        }

        await server.CliAsync("-a", "h@lf/secret", "ACL", "SETUSER", "coordinator", "on", ">s%cret:1", "~*", "&*", "+@all", "-info");
        using var named = Open($"redis://coordinator:s%25cret%3A1@127.0.0.1:{server.Port}/3");
        Assert.Null(await named.ReadAsync("key", Token));
        Assert.True((await named.AddAsync("key", "value", null, Token)).IsWritten);
        Assert.Null((await named.CheckAsync(Token)).Redis);
    }

    [Fact]
    public async Task Open_WhenThePasswordIsWrong_SaysSoWithoutIt()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "right-password");
        using var store = Open($"redis://:wrong-password@127.0.0.1:{server.Port}", 2_000);

        // The first attempts may only find that there is no connection yet.
        var failure = await Assert.ThrowsAsync<StateStoreException>(() => store.ReadAsync("key", Token));
        await Until.TrueAsync(async () => (failure = await Assert.ThrowsAsync<StateStoreException>(() => store.ReadAsync("key", Token))).Kind == StateFailure.Refused, "it says why");

        Assert.Contains($"127.0.0.1:{server.Port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("password", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-password", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyOperation_WhenNobodyListens_FailsWithinItsLimit()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        var begun = Stopwatch.GetTimestamp();
        using var store = Open(server.Url, 300);

        var failure = await Assert.ThrowsAsync<StateStoreException>(() => store.ReadAsync("key", Token));

        Assert.True(failure.IsOutage);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task AcquireAsync_WhenRedisIsOnThisMachine_IsQuick()
    {
        using var database = await redis.NewDatabaseAsync();
        var store = database.Open();
        var samples = new List<double>();
        for (var i = 0; i < 2_000; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await store.AcquireAsync(new PermitRequest("llm", $"holder-{i % 10}", "user", 5, Minute), Token);
            samples.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        samples.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine($"acquire: p50 {samples[1_000]:0.000} ms, p99 {samples[1_980]:0.000} ms");
        Assert.InRange(samples[1_000], 0, 20);
    }

    private static RedisStateStore Open(string url, int limit = 30_000) =>
        RedisStateStore.Open(RedisDatabase.Parse(url), TimeSpan.FromMilliseconds(limit), TimeProvider.System, NullLogger<RedisStateStore>.Instance);

    private static async Task AllOperationsAsync(RedisStateStore store, string key)
    {
        var document = (await store.AddAsync(key, "value", Minute, Token)).Stored!;
        await store.ReadAsync(key, Token);
        await store.DeleteAsync(key, document.Version, Token);
        await store.AddToIndexAsync("index", key, 1, Token);
        await store.ReadIndexAsync("index", new IndexQuery(), Token);
        await store.CountIndexAsync("index", Token);
        await store.RemoveFromIndexAsync("index", key, Token);
        await store.AcquireAsync(new PermitRequest("llm", key, "user", 5, Minute), Token);
        await store.RenewAsync("llm", key, Minute, Token);
        await store.ReadPoolAsync("llm", Token);
        await store.ReleaseAsync("llm", key, Token);
        await store.DeleteAsync(key, null, Token);
    }
}
