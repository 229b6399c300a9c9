using Coordinator.Connections.Sqlite;
using Coordinator.Connections.State;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Connections.Tests.State;

public sealed class FailoverStateStoreTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly BreakableStore _shared;
    private readonly FailoverStateStore _store;

    public FailoverStateStoreTests()
    {
        _shared = new BreakableStore(SqliteStateStore.OpenInMemory(_clock));
        _store = new FailoverStateStore(_shared, () => SqliteStateStore.OpenInMemory(_clock), _clock, NullLogger<FailoverStateStore>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(StateFailure.Unavailable)]
    [InlineData(StateFailure.TimedOut)]
    [InlineData(StateFailure.Refused)]
    public async Task AnyOperation_WhenTheSharedStoreIsAway_IsAnsweredHereAndSaysSince(StateFailure kind)
    {
        Break(kind);

        Assert.True((await _store.AddAsync("key", "here", null, Token)).IsWritten);

        Assert.Equal(new StateOutage(_clock.Now, "gone"), _store.Outage);
        var health = await _store.CheckAsync(Token);
        Assert.Equal(("memory", "gone"), (health.Backend, health.Degraded));
    }

    [Fact]
    public async Task AnyOperation_WhenTheFailureIsItsOwn_FailsWithoutAnOutage()
    {
        Break(StateFailure.Unfit);

        await Assert.ThrowsAsync<StateStoreException>(() => _store.ReadAsync("key", Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.ReadAsync("key", new CancellationToken(canceled: true)));

        Assert.False(_store.IsDegraded);
    }

    [Fact]
    public async Task AnyOperation_WhileTheOutageLasts_LeavesTheSharedStoreAlone()
    {
        Break();
        await _store.AddAsync("key", "here", null, Token);
        var calls = _shared.Calls;

        foreach (var i in Enumerable.Range(0, 100))
        {
            await _store.ReadAsync("key", Token);
            await _store.AcquireAsync(new PermitRequest("llm", $"holder-{i}", "user", 5, TimeSpan.FromMinutes(1)), Token);
        }

        Assert.Equal(calls, _shared.Calls);
        Assert.Equal(new PoolUse(5, 95), await _store.ReadPoolAsync("llm", Token));
    }

    [Fact]
    public async Task Outage_WhileItLasts_IsProbedEverMoreRarelyWithTheLatestReason()
    {
        Break();
        await _store.ReadAsync("key", Token);
        var calls = _shared.Calls;
        var due = _clock.Now;
        foreach (var pause in new[] { 0.25, 0.5, 1, 2, 4, 5, 5 })
        {
            _shared.Broken = new StateStoreException(StateFailure.Refused, $"after {pause}");
            due = _clock.Now.AddSeconds(pause);
            await _clock.ReachAsync(due, Token);
            calls++;
            await Until.TrueAsync(() => _shared.Calls == calls, "it is probed");
            await _clock.WaitForTimerAsync(_clock.Now.AddSeconds(Math.Min(pause * 2, 5)), Token);
            Assert.Equal($"after {pause}", _store.Outage!.Reason);
        }
    }

    [Fact]
    public async Task Outage_WhenItEnds_UsesTheSharedStateAndDropsTheLocalOne()
    {
        await _store.AddAsync("shared", "before", null, Token);
        Break();
        await _store.AddAsync("local", "meanwhile", null, Token);
        await _store.AcquireAsync(new PermitRequest("llm", "a", "user", 1, TimeSpan.FromHours(1)), Token);
        _shared.Broken = null;
        await _clock.ReachAsync(_clock.Now + FailoverStateStore.FirstPause, Token);
        await Until.TrueAsync(() => !_store.IsDegraded, "it is back");

        Assert.Equal("before", (await _store.ReadAsync("shared", Token))!.Value);
        Assert.Null(await _store.ReadAsync("local", Token));
        Assert.False(await _store.RenewAsync("llm", "a", TimeSpan.FromHours(1), Token));
        Assert.Null(_store.Outage);

        Break();
        Assert.Null(await _store.ReadAsync("local", Token));
        Assert.True(_store.IsDegraded);
    }

    [Fact]
    public async Task CheckAsync_WhenTheSharedStoreIsBackMeanwhile_EndsTheOutageAtOnce()
    {
        Break();
        await _store.ReadAsync("key", Token);
        _shared.Broken = null;

        Assert.Null((await _store.CheckAsync(Token)).Degraded);
        Assert.False(_store.IsDegraded);
    }

    [Fact]
    public async Task Outage_WhenItComesAgainAtOnce_IsProbedLater()
    {
        foreach (var pause in new[] { 0.25, 0.5, 1 })
        {
            Break();
            await _store.ReadAsync("key", Token);
            await _clock.WaitForTimerAsync(_clock.Now.AddSeconds(pause), Token);
            _shared.Broken = null;
            await _store.CheckAsync(Token);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Break();
        await _store.ReadAsync("key", Token);
        await _clock.WaitForTimerAsync(_clock.Now + FailoverStateStore.FirstPause, Token, after: 3);
    }

    [Fact]
    public async Task ScanAsync_WhenTheSharedStoreIsAway_ListsWhatIsHere()
    {
        await _store.AddAsync("shared", "before", null, Token);
        Break();
        await _store.AddAsync("local", "meanwhile", null, Token);
        var keys = new List<string>();
        await foreach (var key in _store.ScanAsync("", Token))
        {
            keys.Add(key);
        }

        Assert.Equal(["local"], keys);
        Assert.Equal(1, await _store.PurgeAsync("", [], Token));
    }

    [Fact]
    public async Task AnyOperation_WhenItsStoreIsClosedUnderIt_IsDoneByTheOther()
    {
        Break();
        await _store.ReadAsync("key", Token);
        var work = Task.Run(
            async () =>
            {
                while (_store.IsDegraded)
                {
                    await _store.UpdateAsync("count", _ => "1", null, Token);
                }
            },
            Token);
        _shared.Broken = null;
        await _store.CheckAsync(Token);

        await work;
        Assert.False(_store.IsDegraded);
    }

    [Fact]
    public async Task Dispose_WhenInAnOutage_EndsTheProbes()
    {
        Break();
        await _store.ReadAsync("key", Token);
        var calls = _shared.Calls;
        _store.Dispose();
        _clock.Advance(TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<StateStoreException>(() => _store.ReadAsync("key", Token));
        Assert.Equal(calls, _shared.Calls);
    }

    private void Break(StateFailure kind = StateFailure.Unavailable) => _shared.Broken = new StateStoreException(kind, "gone");
}
