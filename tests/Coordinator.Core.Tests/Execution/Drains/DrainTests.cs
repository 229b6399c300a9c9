using Coordinator.Connections.Sqlite;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.State;
using Coordinator.TestKit.Clocks;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Core.Tests.Execution.Drains;

public sealed class DrainTests
{
    private readonly ManualClock _clock = new();
    private readonly CountedStore _store;

    public DrainTests() => _store = new CountedStore(SqliteStateStore.OpenInMemory(_clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_OfOneInstance_ReachesTheOthersWithinItsReach()
    {
        var (one, other) = (New(), New());
        Assert.False(await other.IsOnAsync(Token));
        await one.SetAsync(true, "ann", Token);
        Assert.True(one.IsOn);
        _clock.Advance(Drain.Reach);
        Assert.True(await other.IsOnAsync(Token));
        Assert.Equal(("ann", _clock.Now - Drain.Reach), (other.Known.By, other.Known.Since));

        // Its end is seen at once, so that nobody is held by a drain that is over.
        await one.SetAsync(false, "bob", Token);
        Assert.False(await other.IsOnAsync(Token));
    }

    [Fact]
    public async Task Drain_OutlivesTheProcess()
    {
        await New().SetAsync(true, "ann", Token);
        Assert.True(await New().IsOnAsync(Token));
    }

    [Fact]
    public async Task IsOn_WhenItIsAskedOften_AsksTheStoreSeldom()
    {
        var drain = New();
        for (var step = 0; step < 1000; step++)
        {
            await drain.IsOnAsync(Token);
        }

        Assert.Equal(1, _store.Reads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drain_WhenTheStoreIsAwayOrEmptied_StaysAsItWasKnown(bool fails)
    {
        var drain = New();
        await drain.SetAsync(true, "ann", Token);
        await _store.DeleteAsync(DrainDocument.Key, null, Token);
        _store.Fails = fails;
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await drain.IsOnAsync(Token));
    }

    [Fact]
    public async Task Setting_HoldsWhateverIsStored()
    {
        var drain = New(isSetting: true);
        await drain.SetAsync(false, "ann", Token);
        Assert.True(await drain.IsOnAsync(Token));
        Assert.True(drain.IsOn);
    }

    [Fact]
    public async Task Set_ToWhatItIs_KeepsItsBeginning()
    {
        var drain = New();
        var begun = _clock.Now;
        await drain.SetAsync(true, "ann", Token);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((begun, "ann"), ((await drain.SetAsync(true, "bob", Token)).Since, drain.Known.By));
        var ended = await drain.SetAsync(false, "bob", Token);
        Assert.Equal((false, begun, _clock.Now, "bob"), (ended.On, ended.Since, ended.Until, ended.By));
    }

    [Fact]
    public async Task Changed_IsRaisedOncePerChange()
    {
        var drain = New();
        var changes = 0;
        drain.Changed += (_, _) => changes++;
        await drain.SetAsync(true, "ann", Token);
        await drain.SetAsync(true, "ann", Token);
        await drain.RefreshAsync(Token);
        Assert.Equal(1, changes);
        await drain.SetAsync(false, "ann", Token);
        Assert.Equal(2, changes);
    }

    [Fact]
    public void Document_IsStoredAsOldVersionsReadIt() => Assert.Equal(
        """{"schema_version":1,"on":true,"since":"2026-11-24T12:00:00+00:00","by":"ann"}""",
        DrainDocument.Never.With(true, "ann", new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)).Serialize());

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"on":"yes"}""")]
    public void Document_ThatCannotBeRead_IsNone(string json) => Assert.Null(DrainDocument.Deserialize(json));

    private Drain New(bool isSetting = false) => new(_store, new DrainSwitch(isSetting), _clock, NullLogger<Drain>.Instance);

    private sealed class CountedStore(IStateStore store) : StateStoreDecorator(store)
    {
        public int Reads { get; private set; }

        public bool Fails { get; set; }

        public override Task<StateDocument?> ReadAsync(string key, CancellationToken cancellationToken)
        {
            Reads++;
            return Fails ? throw new StateStoreException(StateFailure.Unavailable, "Away.") : base.ReadAsync(key, cancellationToken);
        }
    }
}
