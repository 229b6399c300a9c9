using System.Diagnostics;
using Coordinator.Connections.Redis;
using Coordinator.Connections.Sqlite;
using Coordinator.Connections.State;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

public sealed class When_redis_is_away : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-").FullName;
    private RedisServer? _server;
    private FailoverStateStore? _store;

    private RedisServer Server => _server!;

    private FailoverStateStore Store => _store!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync("--dir", _folder, "--rdbcompression", "no");
        _store = Open();
        await Until.TrueAsync(async () => (await Store.CheckAsync(Token)).Backend == "redis", "Redis is used");
    }

    public async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Should_go_on_in_this_process_when_it_is_killed_and_come_back_when_it_is_started_again()
    {
        await Store.AddAsync("shared", "before", null, Token);
        await Server.KillAsync();

        Assert.True((await Store.AddAsync("local", "meanwhile", null, Token)).IsWritten);
        AssertAway("cannot be reached", "did not answer");
        await AssertLimitsHoldAsync();
        Assert.Equal("memory", (await Store.CheckAsync(Token)).Backend);

        await Server.StartAgainAsync();
        await AssertBackAsync();
        Assert.Null(await Store.ReadAsync("local", Token));
    }

    /// <summary>Else every place of a partition could stay taken for a lease after a short outage, by calls that have long ended.</summary>
    [Fact]
    public async Task Should_give_back_what_was_given_back_in_the_meantime()
    {
        await AskAsync("ended");
        await AskAsync("left-the-line");
        await Server.CliAsync("REPLICAOF", "127.0.0.1", "1");
        await Store.ReleaseAsync("llm", "ended", Token);
        await Store.ReleaseAsync("llm", "left-the-line", Token);
        Assert.True(Store.IsDegraded);

        await Server.CliAsync("REPLICAOF", "NO", "ONE");
        await Until.TrueAsync(() => !Store.IsDegraded, "Redis is used again");
        Assert.Equal(new PoolUse(0, 0), await Store.ReadPoolAsync("llm", Token));
    }

    [Fact]
    public async Task Should_keep_what_was_taken_again_in_the_meantime()
    {
        await AskAsync("a");
        await Server.CliAsync("REPLICAOF", "127.0.0.1", "1");
        await Store.ReleaseAsync("llm", "a", Token);
        Assert.True((await AskAsync("a")).IsGranted);

        await Server.CliAsync("REPLICAOF", "NO", "ONE");
        await Until.TrueAsync(() => !Store.IsDegraded, "Redis is used again");
        Assert.Equal(new PoolUse(1, 0), await Store.ReadPoolAsync("llm", Token));
    }

    [Fact]
    public async Task Should_not_make_every_operation_wait_when_it_does_not_answer()
    {
        await Store.AddAsync("shared", "before", null, Token);
        await Server.FreezeAsync();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.AddAsync($"local-{i}", "meanwhile", null, Token)));
            AssertAway("did not answer", "cannot be reached");
            var begun = Stopwatch.GetTimestamp();
            foreach (var i in Enumerable.Range(0, 50))
            {
                Assert.NotNull(await Store.ReadAsync($"local-{i}", Token));
            }

            Assert.True(Stopwatch.GetElapsedTime(begun) < 10 * Limit, "Operations paid for the time limit.");
            await AssertLimitsHoldAsync();
        }
        finally
        {
            await Server.ThawAsync();
        }

        await AssertBackAsync();
        Assert.Equal("before", (await Store.ReadAsync("shared", Token))!.Value);
    }

    [Fact]
    public async Task Should_go_on_when_it_sleeps()
    {
        var asleep = Server.CliAsync("DEBUG", "SLEEP", "2");
        await Until.TrueAsync(async () => (await Store.AddAsync("local", "meanwhile", null, Token)).IsWritten && Store.IsDegraded, "it sleeps");

        AssertAway("did not answer", "cannot be reached");
        await asleep;
        await AssertBackAsync();
    }

    [Fact]
    public async Task Should_go_on_when_it_has_become_a_replica()
    {
        await Store.AddAsync("shared", "before", null, Token);
        await Server.CliAsync("REPLICAOF", "127.0.0.1", "1");

        Assert.True((await Store.AddAsync("local", "meanwhile", null, Token)).IsWritten);
        AssertAway("replica", "cannot be reached");
        await AssertLimitsHoldAsync();

        await Server.CliAsync("REPLICAOF", "NO", "ONE");
        await AssertBackAsync();
        Assert.Equal("before", (await Store.ReadAsync("shared", Token))!.Value);
    }

    [Fact]
    public async Task Should_go_on_when_it_is_full()
    {
        await Store.AddAsync("shared", "before", null, Token);
        await Server.CliAsync("CONFIG", "SET", "maxmemory", "1");

        Assert.True((await Store.AddAsync("local", "meanwhile", null, Token)).IsWritten);
        AssertAway("OOM");
        await AssertLimitsHoldAsync();

        await Server.CliAsync("CONFIG", "SET", "maxmemory", "0");
        await AssertBackAsync();
        Assert.Equal("before", (await Store.ReadAsync("shared", Token))!.Value);
    }

    [Fact]
    public async Task Should_go_on_while_it_loads()
    {
        await Store.AddAsync("shared", "before", null, Token);
        await Server.CliAsync("DEBUG", "POPULATE", "6000", "large", "2000");
        await Server.CliAsync("SAVE");
        await Server.KillAsync();

        // 10 ms for each key, and an ear for clients after each: until it is told to hurry, it loads for longer than this test looks.
        await Server.StartAgainAsync(["--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024"], "Loading RDB");
        await Until.TrueAsync(async () => (await Store.AddAsync("local", "meanwhile", null, Token)).Stored is not null && Store.Outage is { } outage && outage.Reason.Contains("LOADING", StringComparison.Ordinal), "it says that it loads");
        await AssertLimitsHoldAsync();

        await Server.CliAsync("CONFIG", "SET", "key-load-delay", "0");
        await AssertBackAsync();
        Assert.Equal("before", (await Store.ReadAsync("shared", Token))!.Value);
    }

    [Fact]
    public async Task Should_start_anew_without_an_outage_when_it_was_emptied()
    {
        var document = (await Store.AddAsync("shared", "before", null, Token)).Stored!;
        var permit = await AskAsync("a");
        await Server.CliAsync("FLUSHALL");

        Assert.Null(await Store.ReadAsync("shared", Token));
        Assert.False(await Store.RenewAsync("llm", "a", Minute, Token));
        Assert.False(await Store.ReleaseAsync("llm", "a", Token));
        Assert.True((await AskAsync("b")).Token > permit.Token);
        Assert.True((await Store.AddAsync("shared", "after", null, Token)).Stored!.Version > document.Version);
        Assert.False((await Store.WriteAsync("shared", "late", document.Version, null, Token)).IsWritten);
        Assert.False(Store.IsDegraded);
    }

    [Fact]
    public async Task Should_start_without_it_and_take_it_up_when_it_comes()
    {
        await Server.KillAsync();
        using var store = Open();

        var begun = Stopwatch.GetTimestamp();
        Assert.True((await store.AddAsync("local", "meanwhile", null, Token)).IsWritten);
        Assert.True(Stopwatch.GetElapsedTime(begun) < 10 * Limit);

        await Server.StartAgainAsync();
        await Until.TrueAsync(() => !store.IsDegraded, "Redis is used");
        Assert.Null(await store.ReadAsync("local", Token));
    }

    [Fact]
    public async Task Should_use_one_connection_again_after_many_outages()
    {
        foreach (var round in Enumerable.Range(0, 3))
        {
            await Server.KillAsync();
            await Store.AddAsync("local", "meanwhile", null, Token);
            Assert.True(Store.IsDegraded);
            await Server.StartAgainAsync();
            await AssertBackAsync();
        }
    }

    private FailoverStateStore Open() => new(
        RedisStateStore.Open(RedisDatabase.Parse(Server.Url), Limit, TimeProvider.System, NullLogger<RedisStateStore>.Instance),
        () => SqliteStateStore.OpenInMemory(TimeProvider.System),
        TimeProvider.System,
        NullLogger<FailoverStateStore>.Instance);

    private Task<PermitAnswer> AskAsync(string holder) => Store.AcquireAsync(new PermitRequest("llm", holder, "user", 1, Minute), Token);

    private void AssertAway(params string[] reasons)
    {
        var outage = Store.Outage;
        Assert.NotNull(outage);
        Assert.True(reasons.Any(reason => outage.Reason.Contains(reason, StringComparison.Ordinal)), outage.Reason);
        Assert.InRange(outage.Since, TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
    }

    private async Task AssertLimitsHoldAsync()
    {
        Assert.True(Store.IsDegraded);
        Assert.True((await AskAsync("here-1")).IsGranted);
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("here-2"));
        await Store.UpdateAsync("oci:circuit:{db}", _ => "open", Minute, Token);
        Assert.Equal("open", (await Store.ReadAsync("oci:circuit:{db}", Token))!.Value);
    }

    private async Task AssertBackAsync()
    {
        await Until.TrueAsync(() => !Store.IsDegraded, "Redis is used again");
        Assert.Null(await Store.ReadAsync("oci:circuit:{db}", Token));
        Assert.Equal(new PoolUse(0, 0), await Store.ReadPoolAsync("llm", Token));
        Assert.Equal("redis", (await Store.CheckAsync(Token)).Backend);
    }
}
