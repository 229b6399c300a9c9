using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class StateStoreSuite
{
    [Fact]
    public async Task AcquireAsync_WhenThereIsRoom_GrantsWithRisingTokens()
    {
        var first = await AskAsync("a", limit: 2);
        var second = await AskAsync("b", limit: 2);

        Assert.True(first.IsGranted);
        Assert.True(second.Token > first.Token);
        Assert.Equal(new PoolUse(2, 0), await Store.ReadPoolAsync("llm", Token));
        Assert.Equal(new PoolUse(0, 0), await Store.ReadPoolAsync("other", Token));
    }

    [Fact]
    public async Task AcquireAsync_WhenItHoldsOneAlready_GrantsTheSameWithALongerLease()
    {
        var first = await AskAsync("a", limit: 1, lease: Minute);

        Assert.Equal(first, await AskAsync("a", limit: 1, lease: Hour));
        Assert.Equal(first, await AskAsync("a", limit: 0, lease: Hour));
        await PassAsync(Minute);
        Assert.Equal(new PoolUse(1, 0), await Store.ReadPoolAsync("llm", Token));
    }

    [Fact]
    public async Task AcquireAsync_WhenThereIsNone_KeepsATicketOrRefuses()
    {
        await AskAsync("a", limit: 1);

        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("b", limit: 1));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("b", limit: 1));
        Assert.Equal(PermitAnswer.Refused, await AskAsync("d", limit: 1, waits: false));
        Assert.Equal(new PoolUse(1, 2), await Store.ReadPoolAsync("llm", Token));
        Assert.Equal(PermitAnswer.Refused, await AskAsync("b", limit: 1, waits: false));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("c", limit: 1));
    }

    [Fact]
    public async Task AcquireAsync_WhenOneIsGivenBack_GrantsItToTheFirstInTheQueue()
    {
        var first = await AskAsync("a", limit: 1);
        await AskAsync("b", limit: 1);
        await AskAsync("c", limit: 1);
        Assert.True(await Store.ReleaseAsync("llm", "a", Token));

        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1));
        Assert.Equal(PermitAnswer.Refused, await AskAsync("d", limit: 1, waits: false));
        var next = await AskAsync("b", limit: 1);
        Assert.True(next.Token > first.Token);
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("c", limit: 1));
    }

    [Fact]
    public async Task AcquireAsync_WhenTwoGroupsWait_GrantsInTurn()
    {
        foreach (var i in Enumerable.Range(1, 6))
        {
            await AskAsync($"a{i}", "A", limit: 2);
        }

        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("b1", "B", limit: 2));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("b2", "B", limit: 2));
        Assert.Equal(PermitAnswer.Queued(3), await AskAsync("a3", "A", limit: 2));
        await Store.ReleaseAsync("llm", "a1", Token);
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("a3", "A", limit: 2));
        Assert.True((await AskAsync("b1", "B", limit: 2)).IsGranted);

        // Of two groups that hold as many, the ticket that came first.
        await Store.ReleaseAsync("llm", "a2", Token);
        Assert.Equal(PermitAnswer.Queued(3), await AskAsync("b2", "B", limit: 2));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("a4", "A", limit: 2));
        Assert.True((await AskAsync("a3", "A", limit: 2)).IsGranted);
        await Store.ReleaseAsync("llm", "b1", Token);
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("a4", "A", limit: 2));
        Assert.True((await AskAsync("b2", "B", limit: 2)).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_WhenAHolderIsDead_GrantsItsPermitAfterItsLease()
    {
        await AskAsync("dead", limit: 1, lease: Minute);
        await AskAsync("b", limit: 1, lease: Hour);
        await PassAsync(Minute - TimeSpan.FromSeconds(20));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("b", limit: 1, lease: Hour));

        await PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(new PoolUse(0, 1), await Store.ReadPoolAsync("llm", Token));
        Assert.True((await AskAsync("b", limit: 1)).IsGranted);
        Assert.False(await Store.RenewAsync("llm", "dead", Minute, Token));
        Assert.False(await Store.ReleaseAsync("llm", "dead", Token));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("dead", limit: 1));
    }

    [Fact]
    public async Task AcquireAsync_WhenATicketIsForgotten_LetsTheNextGoOn()
    {
        await AskAsync("a", limit: 1, lease: Hour);
        await AskAsync("forgotten", limit: 1, lease: Minute);
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1, lease: Hour));

        await PassAsync(Minute);

        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("c", limit: 1, lease: Hour));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("forgotten", limit: 1));
    }

    [Fact]
    public async Task AcquireAsync_WhenTheFirstInTheQueueIsNotThere_GrantsItToWhoAsksAndKeepsItsPlace()
    {
        await AskAsync("a", limit: 1);
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("seldom", limit: 1, claims: Minute));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1));
        await Store.ReleaseAsync("llm", "a", Token);
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1));
        await PassAsync(Minute);

        Assert.True((await AskAsync("c", limit: 1)).IsGranted);
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("d", limit: 1));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("seldom", limit: 1, claims: Minute));
        await Store.ReleaseAsync("llm", "c", Token);
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("d", limit: 1));
        Assert.True((await AskAsync("seldom", limit: 1, claims: Minute)).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_WhenATicketMayLastLonger_OutlastsAPermit()
    {
        var request = new PermitRequest("llm", "a", "user", 1, Minute) { TicketLease = Hour };
        Assert.True((await Store.AcquireAsync(request, Token)).IsGranted);
        Assert.Equal(PermitAnswer.Queued(1), await Store.AcquireAsync(request with { Holder = "b" }, Token));
        await PassAsync(Minute);
        Assert.Equal(new PoolUse(0, 1), await Store.ReadPoolAsync("llm", Token));
    }

    [Fact]
    public async Task AcquireAsync_WhenAskedAgainInTime_KeepsTheTicket()
    {
        await AskAsync("a", limit: 1, lease: Hour);
        await AskAsync("b", limit: 1, lease: Minute);
        await AskAsync("c", limit: 1, lease: Hour);
        await PassAsync(Minute / 2);
        await AskAsync("b", limit: 1, lease: Minute);
        await PassAsync(Minute / 2);

        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("b", limit: 1));
    }

    [Fact]
    public async Task RenewAsync_WhenHeld_SetsTheLeaseAnew()
    {
        await AskAsync("a", limit: 1, lease: Minute);
        await AskAsync("waits", limit: 1, lease: Hour);

        Assert.True(await Store.RenewAsync("llm", "a", Hour, Token));
        Assert.False(await Store.RenewAsync("llm", "waits", Hour, Token));
        Assert.False(await Store.RenewAsync("llm", "nobody", Hour, Token));
        await PassAsync(Minute);
        Assert.Equal(new PoolUse(1, 1), await Store.ReadPoolAsync("llm", Token));
        Assert.True(await Store.RenewAsync("llm", "a", Minute, Token));
        await PassAsync(Minute);
        Assert.Equal(new PoolUse(0, 0), await WithoutTicketAsync());
        Assert.False(await Store.RenewAsync("llm", "a", Minute, Token));
    }

    [Fact]
    public async Task ReleaseAsync_WhenReleasedTwice_SaysSo()
    {
        await AskAsync("a", limit: 1);
        await AskAsync("b", limit: 1);

        Assert.True(await Store.ReleaseAsync("llm", "b", Token));
        Assert.True(await Store.ReleaseAsync("llm", "a", Token));
        Assert.False(await Store.ReleaseAsync("llm", "a", Token));
        Assert.False(await Store.ReleaseAsync("llm", "b", Token));
        Assert.Equal(new PoolUse(0, 0), await Store.ReadPoolAsync("llm", Token));
    }

    [Fact]
    public async Task AcquireAsync_WhenTheLimitIsLowered_TakesNothingAwayAndLetsNobodyIn()
    {
        foreach (var holder in new[] { "a", "b", "c" })
        {
            Assert.True((await AskAsync(holder, limit: 3)).IsGranted);
        }

        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("d", limit: 1));
        Assert.True(await Store.RenewAsync("llm", "c", Minute, Token));
        foreach (var holder in new[] { "a", "b" })
        {
            await Store.ReleaseAsync("llm", holder, Token);
            Assert.Equal(PermitAnswer.Queued(1), await AskAsync("d", limit: 1));
        }

        await Store.ReleaseAsync("llm", "c", Token);
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("d", limit: 0));
        Assert.True((await AskAsync("d", limit: 1)).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_WhenAnotherInstanceAsks_FindsHoldersTicketsAndTokens()
    {
        var granted = await AskAsync("a", limit: 1);
        await AskAsync("b", limit: 1);
        await AskAsync("c", limit: 1);

        var other = await AnotherAsync();

        Assert.Equal(granted, await AskAsync("a", limit: 1, store: other));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("c", limit: 1, store: other));
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("b", limit: 1, store: other));
        Assert.Equal(PermitAnswer.Queued(3), await AskAsync("d", limit: 1, store: other));
        await other.ReleaseAsync("llm", "a", Token);
        Assert.True((await AskAsync("b", limit: 1, store: other)).Token > granted.Token);
    }

    [Fact]
    public async Task AcquireAsync_WhenAHundredAskAtOnce_NeverGrantsMoreThanTheLimit()
    {
        const int Limit = 5;
        var other = await AnotherAsync();
        var (holders, most) = (0, 0);
        var tokens = new System.Collections.Concurrent.ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => UseAsync(i % 2 == 0 ? Store : other, $"holder-{i}", $"group-{i % 7}"), Token)));

        Assert.InRange(most, 1, Limit);
        Assert.Equal(100, tokens.Distinct().Count());
        Assert.Equal(new PoolUse(0, 0), await Store.ReadPoolAsync("llm", Token));

        async Task UseAsync(IStateStore store, string holder, string group)
        {
            PermitAnswer answer;
            while (!(answer = await AskAsync(holder, group, Limit, Hour, store: store)).IsGranted)
            {
                await Task.Yield();
            }

            tokens.Add(answer.Token);
            var now = Interlocked.Increment(ref holders);
            for (var seen = Volatile.Read(ref most); now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = Volatile.Read(ref most))
            {
                // Somebody else noted another number.
            }

            Assert.InRange((await store.ReadPoolAsync("llm", Token)).Active, 1, Limit);
            Interlocked.Decrement(ref holders);
            Assert.True(await store.ReleaseAsync("llm", holder, Token));
        }
    }

    [Fact]
    public async Task AcquireAsync_WhenNamesHoldSigns_KeepsThemApart()
    {
        Assert.True((await AskAsync("a b", "group with spaces\nand lines", limit: 1)).IsGranted);
        Assert.Equal(PermitAnswer.Queued(1), await AskAsync("a", "b", limit: 1));
        Assert.Equal(PermitAnswer.Queued(2), await AskAsync("ünïcödé", "", limit: 1));
        Assert.True(await Store.ReleaseAsync("llm", "a b", Token));
        Assert.True((await AskAsync("ünïcödé", "", limit: 2)).IsGranted);
    }

    private Task<PermitAnswer> AskAsync(string holder, string group = "user", int limit = 1, TimeSpan? lease = null, bool waits = true, IStateStore? store = null, TimeSpan? claims = null) =>
        (store ?? Store).AcquireAsync(new PermitRequest("llm", holder, group, limit, lease ?? Hour) { Waits = waits, Claims = claims }, Token);

    private async Task<PoolUse> WithoutTicketAsync()
    {
        await Store.ReleaseAsync("llm", "waits", Token);
        return await Store.ReadPoolAsync("llm", Token);
    }
}
