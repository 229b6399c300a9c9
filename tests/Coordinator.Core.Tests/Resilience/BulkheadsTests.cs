using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Resilience;

public sealed class BulkheadsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SqliteStateStore _store;
    private readonly Bulkheads _bulkheads;

    public BulkheadsTests()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        _bulkheads = Instance();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Partition Database => _bulkheads.Plan.Find("database")!;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Enter_WhenAPlaceIsFree_TakesItAndGivesItBack()
    {
        var pass = await EnterAsync("a");
        Assert.Equal((1, 2), await UseAsync());
        pass.Permit!.Dispose();
        pass.Permit.Dispose();
        await GivenBackAsync();
        Assert.Equal((0, 2), await UseAsync());
    }

    [Fact]
    public async Task Enter_WhenNoneIsFreeForFiveSeconds_LeavesWithItsPlaceInLine()
    {
        await FillAsync();
        var since = _time.GetUtcNow();
        var third = EnterAsync("third");
        var fourth = await PassAsync(EnterAsync("fourth"), Bulkheads.WaitInStep);
        Assert.Equal(new QueuePlace("database", 1, since), (await third.SoonAsync()).Failure!.Queue);
        Assert.Equal(new QueuePlace("database", 2, since), fourth.Failure!.Queue);
        Assert.Equal("2nd in line for database.", fourth.Failure.Message);
    }

    /// <summary>The process that stood in line died; the next one asks under the same name.</summary>
    [Fact]
    public async Task Enter_AfterARestart_FindsItsPlaceAgain()
    {
        await FillAsync();
        await PassAsync(EnterAsync("first"), Bulkheads.WaitInStep);
        await PassAsync(EnterAsync("second"), Bulkheads.WaitInStep);
        _time.Advance(Bulkheads.AskAgainAfter);
        var again = await PassAsync(EnterAsync("first", bulkheads: Instance()), Bulkheads.WaitInStep);
        Assert.Equal(1, again.Failure!.Queue!.Position);
    }

    [Fact]
    public async Task Enter_WhenAPlaceComesFreeMeanwhile_TakesIt()
    {
        var (held, _) = await FillAsync();
        var waiting = EnterAsync("third");
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        Assert.NotNull((await waiting.SoonAsync()).Permit);
    }

    [Fact]
    public async Task Enter_WhenItHasWaitedLongEnough_GivesUpAndLeavesTheLine()
    {
        await FillAsync();
        var pass = await EnterAsync("third", queuedSince: _time.GetUtcNow() - Database.WaitFor);
        Assert.Null(pass.Failure!.Queue);
        Assert.Equal("All 2 places of 'database' are taken, and none came free within 120 s. Ask again later, or let an operator raise its limit.", pass.Failure.Message);
        var use = await _bulkheads.ReadAsync(Database, Token);
        Assert.Equal((0, 1), (use.Waiting, use.Count.Timeouts));
    }

    [Fact]
    public async Task Enter_WhenOneUserHasMany_LetsTheOtherOneInFirst()
    {
        var (held, _) = await FillAsync();
        var third = EnterAsync("third");
        var other = EnterAsync("other", user: "another");
        held.Dispose();
        Assert.NotNull((await other.SoonAsync()).Permit);
        Assert.False(third.IsCompleted);
        await PassAsync(third, Bulkheads.WaitInStep);
    }

    [Fact]
    public async Task Permit_IsRenewedAtAThirdOfItsLease()
    {
        await FillAsync();
        for (var third = 0; third < 30; third++)
        {
            _time.Advance(HeldPermit.Lease / 3);
        }

        Assert.Equal((2, 2), await UseAsync());
    }

    /// <summary>Its process was killed: nobody renews.</summary>
    [Fact]
    public async Task Permit_OfADeadProcess_IsFreeAfterItsLease()
    {
        for (var holder = 0; holder < 2; holder++)
        {
            var dead = new PermitRequest(Database.Pool, $"dead-{holder}", "user", 2, HeldPermit.Lease) { TicketLease = TimeSpan.FromMinutes(5) };
            Assert.True((await _store.AcquireAsync(dead, Token)).IsGranted);
        }

        _time.Advance(HeldPermit.Lease);
        Assert.NotNull((await EnterAsync("next")).Permit);
    }

    [Fact]
    public async Task Permit_ThatTheStoreLost_IsTakenAgain()
    {
        await FillAsync();
        await _store.DeleteAsync(PermitRequest.KeyOf(Database.Pool), null, Token);
        _time.Advance(HeldPermit.Lease / 3);
        Assert.Equal((2, 2), await UseAsync());
    }

    [Fact]
    public async Task Limit_ChangesWhileCallsAreUnderWayAndTakesNothingAway()
    {
        var (first, second) = await FillAsync();
        var other = Instance();
        await _bulkheads.SetLimitAsync(Database, 3, Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        var third = await EnterAsync("third", bulkheads: other);
        Assert.NotNull(third.Permit);
        await _bulkheads.SetLimitAsync(Database, 1, Token);
        Assert.Equal((3, 1), await UseAsync());
        first.Dispose();
        second.Dispose();
        Assert.NotNull((await PassAsync(EnterAsync("fourth"), Bulkheads.WaitInStep)).Failure);
        await _bulkheads.SetLimitAsync(Database, null, Token);
        Assert.NotNull((await EnterAsync("fourth")).Permit);
    }

    [Fact]
    public async Task StoreThatFails_StopsNoCall()
    {
        var failing = Instance(new FailingStore(_store));
        for (var call = 0; call < 5; call++)
        {
            Assert.NotNull((await EnterAsync($"{call}", bulkheads: failing)).Permit);
        }
    }

    private Bulkheads Instance(IStateStore? store = null) => new(
        store ?? _store,
        new PartitionPlan([new Partition("database", 2, TimeSpan.FromSeconds(120)) { Tools = ["oci_database_"] }]),
        _time,
        NullLogger<Bulkheads>.Instance);

    private Task<BulkheadPass> EnterAsync(string holder, string user = "user", DateTimeOffset? queuedSince = null, Bulkheads? bulkheads = null) =>
        (bulkheads ?? _bulkheads).EnterAsync(Database, new BulkheadEntry(holder, user) { QueuedSince = queuedSince }, Token);

    private async Task<(IDisposable First, IDisposable Second)> FillAsync() => ((await EnterAsync("held-1")).Permit!, (await EnterAsync("held-2")).Permit!);

    private async Task<(int Active, int Limit)> UseAsync()
    {
        var use = await _bulkheads.ReadAsync(Database, Token);
        return (use.Active, use.Limit);
    }

    private async Task GivenBackAsync() => await _store.ReadPoolAsync(Database.Pool, Token);

    /// <summary>Time passes in small steps, as whoever waits sets its timers one after the other.</summary>
    private async Task<BulkheadPass> PassAsync(Task<BulkheadPass> entering, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span * 3 && !entering.IsCompleted; passed += TimeSpan.FromMilliseconds(100))
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(entering, Task.Run(async () => await _store.ReadPoolAsync(Database.Pool, Token), Token));
        }

        return await entering.SoonAsync();
    }

    private sealed class FailingStore(IStateStore store) : StateStoreDecorator(store)
    {
        public override Task<PermitAnswer> AcquireAsync(PermitRequest request, CancellationToken cancellationToken) =>
            throw new StateStoreException(StateFailure.Unavailable, "No connection.");
    }
}
