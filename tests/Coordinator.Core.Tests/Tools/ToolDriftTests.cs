using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Time.Testing;
using static Coordinator.Core.Tests.Tools.Definitions;

namespace Coordinator.Core.Tests.Tools;

public sealed class ToolDriftTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly SqliteStateStore _store;
    private readonly SwitchedStore _switched;
    private readonly RecordedWarnings _log = new();

    public ToolDriftTests()
    {
        _store = SqliteStateStore.OpenInMemory(_clock);
        _switched = new SwitchedStore(_store);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task FindHeld_OfADefinitionSeenForTheFirstTime_IsNothing()
    {
        var drift = Instance();

        await drift.CheckAsync([Write("stop")], Token);

        Assert.Null(await drift.FindHeldAsync(Write("stop"), true, Token));
        Assert.Empty(drift.Drifted);
    }

    [Fact]
    public async Task FindHeld_WhenAWriteHasChanged_HoldsItAndNoOther()
    {
        var drift = await ChangedAsync();

        Assert.Equal(["description"], (await drift.FindHeldAsync(Changed, true, Token))!.Changed);
        Assert.Null(await drift.FindHeldAsync(Write("other"), true, Token));
        Assert.Equal(["tool_drifted server=s1 tool=stop changed=description its writes are held until POST /tools/stop/accept"], _log.Lines);
    }

    [Fact]
    public async Task FindHeld_WhenAReadHasChanged_GoesOn()
    {
        var drift = Instance();
        await drift.CheckAsync([Read("list")], Token);
        await drift.CheckAsync([Read("list") with { Description = "Other words." }], Token);

        Assert.Null(await drift.FindHeldAsync(Read("list"), false, Token));
        Assert.Equal("list", Assert.Single(drift.Drifted).Tool);
    }

    /// <summary>A tool does not get around being held by calling itself harmless.</summary>
    [Fact]
    public async Task FindHeld_WhenAWriteHasBecomeARead_HoldsIt()
    {
        var drift = Instance();
        await drift.CheckAsync([Write("stop")], Token);
        await drift.CheckAsync([Read("stop")], Token);

        Assert.Equal(["annotations"], (await drift.FindHeldAsync(Read("stop"), false, Token))!.Changed);
    }

    [Fact]
    public async Task Accept_LetsItThrough_HereAndOnOtherInstances()
    {
        var (here, there) = (await ChangedAsync(), Instance());
        await there.CheckAsync([Changed, Write("other")], Token);
        Assert.NotNull(await there.FindHeldAsync(Changed, true, Token));

        await here.AcceptAsync(Changed, "ann", Token);

        Assert.Null(await here.FindHeldAsync(Changed, true, Token));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await there.FindHeldAsync(Changed, true, Token));
        await here.CheckAsync([Changed, Write("other")], Token);
        Assert.Empty(here.Drifted);
    }

    [Fact]
    public async Task Check_WhenItIsAsItWasAgain_LetsItThrough()
    {
        var drift = await ChangedAsync();

        await drift.CheckAsync([Write("stop"), Write("other")], Token);

        Assert.Null(await drift.FindHeldAsync(Write("stop"), true, Token));
    }

    [Fact]
    public async Task Check_WhenAToolWasAwayMeanwhile_KnowsItStill()
    {
        var drift = Instance();
        await drift.CheckAsync([Write("stop"), Write("other")], Token);
        await drift.CheckAsync([Write("other")], Token);
        await drift.CheckAsync([Changed, Write("other")], Token);

        Assert.NotNull(await drift.FindHeldAsync(Changed, true, Token));
    }

    [Fact]
    public async Task Check_OfTheSameList_AsksTheStoreOnce()
    {
        var drift = Instance();
        IReadOnlyList<ToolDefinition> list = [Write("stop")];
        await drift.CheckAsync(list, Token);
        var asked = _switched.Asked;

        for (var call = 0; call < 100; call++)
        {
            await drift.CheckAsync(list, Token);
            Assert.Null(await drift.FindHeldAsync(list[0], true, Token));
        }

        Assert.Equal(asked, _switched.Asked);
    }

    [Fact]
    public async Task Check_WithoutAStore_HoldsNothing_UntilItIsBack()
    {
        await ChangedAsync();
        var drift = Instance();
        IReadOnlyList<ToolDefinition> list = [Changed, Write("other")];
        _switched.IsAway = true;

        await drift.CheckAsync(list, Token);
        Assert.Null(await drift.FindHeldAsync(Changed, true, Token));

        _switched.IsAway = false;
        _clock.Advance(TimeSpan.FromSeconds(31));
        await drift.CheckAsync(list, Token);
        Assert.NotNull(await drift.FindHeldAsync(Changed, true, Token));
    }

    [Fact]
    public async Task FindHeld_WhenTheStoreGoesAway_HoldsOn()
    {
        var drift = await ChangedAsync();
        _switched.IsAway = true;
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.NotNull(await drift.FindHeldAsync(Changed, true, Token));
        await Assert.ThrowsAsync<StateStoreException>(() => drift.AcceptAsync(Changed, "ann", Token));
        Assert.NotNull(await drift.FindHeldAsync(Changed, true, Token));
    }

    [Fact]
    public async Task Check_OfWhatANewerVersionWrote_LeavesItAlone()
    {
        const string newer = """{"schema_version":2,"tools":{}}""";
        await _store.WriteAsync(KnownTools.KeyOf("s1"), newer, 0, null, Token);

        await Instance().CheckAsync([Write("stop")], Token);

        Assert.Equal(newer, (await _store.ReadAsync(KnownTools.KeyOf("s1"), Token))!.Value);
    }

    [Fact]
    public async Task Check_Stores_ADocumentForEachServer()
    {
        await Instance().CheckAsync([Write("stop"), Read("list", server: "s2")], Token);

        var stored = (await _store.ReadAsync("oci:tools:s1", Token))!.Value;
        Assert.Equal(
            """{"schema_version":1,"tools":{"stop":{"definition":{"description":"D","input_schema":"I","output_schema":"O","annotations":"A"},"write":true,"at":"2026-11-24T10:00:00+00:00"}}}""",
            Anonymous(stored, ToolFingerprint.Of(Write("stop"))));
        Assert.NotNull(await _store.ReadAsync("oci:tools:s2", Token));
    }

    [Fact]
    public void Including_WhenThereAreTooMany_ForgetsThoseThatAreGone()
    {
        var old = Enumerable.Range(0, 1999).ToDictionary(number => $"old_{number}", _ => Known());
        var listed = new Dictionary<string, KnownTool> { ["old_7"] = Known(), ["a"] = Known(), ["b"] = Known() };

        Assert.Equal(["a", "b", "old_7"], new KnownTools { Tools = old }.Including(listed).Tools.Keys.Order());

        static KnownTool Known() => new(ToolFingerprint.Of(Write("x")), true, DateTimeOffset.UnixEpoch);
    }

    private static ToolDefinition Changed => Write("stop") with { Description = "Stops everything." };

    private ToolDrift Instance() => new(_switched, Policy(), _clock, _log);

    /// <summary>An instance whose tool <c>stop</c> was changed.</summary>
    private async Task<ToolDrift> ChangedAsync()
    {
        var drift = Instance();
        await drift.CheckAsync([Write("stop"), Write("other")], Token);
        await drift.CheckAsync([Changed, Write("other")], Token);
        await drift.CheckAsync([Changed, Write("other")], Token);
        return drift;
    }

    private static string Anonymous(string json, ToolFingerprint print) => json
        .Replace(print.Description, "D", StringComparison.Ordinal).Replace(print.InputSchema, "I", StringComparison.Ordinal)
        .Replace(print.OutputSchema, "O", StringComparison.Ordinal).Replace(print.Annotations, "A", StringComparison.Ordinal);
}
