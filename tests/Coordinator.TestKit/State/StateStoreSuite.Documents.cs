using System.Globalization;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class StateStoreSuite
{
    [Fact]
    public async Task ReadAsync_WhenThereIsNone_IsNull() => Assert.Null(await Store.ReadAsync("oci:circuit:{db}", Token));

    [Theory]
    [InlineData("")]
    [InlineData("{\"state\":\"open\"}")]
    [InlineData("ünïcödé \0 \" 🚀\r\n")]
    public async Task WriteAsync_WhenAbsentAsExpected_StoresTheValueAsItIs(string value)
    {
        var write = await Store.WriteAsync("oci:circuit:{db}", value, 0, null, Token);

        Assert.Equal(new StateWrite(true, await Store.ReadAsync("oci:circuit:{db}", Token)), write);
        Assert.Equal(value, write.Stored!.Value);
        Assert.True(write.Stored.Version > 0);
    }

    [Fact]
    public async Task WriteAsync_WhenVersionIsAnother_ChangesNothingAndGivesWhatIsThere()
    {
        var first = await PutAsync("key", "first");
        var second = await PutAsync("key", "second", first.Version);

        Assert.True(second.Version > first.Version);
        Assert.Equal(new StateWrite(false, second), await Store.WriteAsync("key", "late", first.Version, null, Token));
        Assert.Equal(new StateWrite(false, second), await Store.WriteAsync("key", "late", 0, null, Token));
        Assert.Equal(new StateWrite(false, second), await Store.AddAsync("key", "late", null, Token));
        Assert.Equal(second, await Store.ReadAsync("key", Token));
    }

    [Fact]
    public async Task WriteAsync_WhenAVersionIsExpectedOfNothing_WritesNothing()
    {
        Assert.Equal(new StateWrite(false, null), await Store.WriteAsync("key", "value", 7, null, Token));
        Assert.Null(await Store.ReadAsync("key", Token));
    }

    [Fact]
    public async Task WriteAsync_WhenDeletedAndMadeAnew_RefusesTheOldVersion()
    {
        var read = await PutAsync("key", "open");
        Assert.True(await Store.DeleteAsync("key", null, Token));
        var anew = await PutAsync("key", "open");
        Assert.True(anew.Version > read.Version);

        Assert.False((await Store.WriteAsync("key", "mine", read.Version, null, Token)).IsWritten);
        Assert.Equal(anew, await (await AnotherAsync()).ReadAsync("key", Token));
    }

    [Fact]
    public async Task WriteAsync_WhenEndedAndMadeAnew_RefusesTheOldVersion()
    {
        var read = await PutAsync("key", "open", timeToLive: Minute);
        await PassAsync(Minute);
        var anew = await PutAsync("key", "open");

        Assert.True(anew.Version > read.Version);
        Assert.False((await Store.WriteAsync("key", "mine", read.Version, null, Token)).IsWritten);
    }

    [Fact]
    public async Task WriteAsync_WhenItLivesForATime_EndsThen()
    {
        var stored = await PutAsync("processed:1", "run-1", timeToLive: Hour);
        await PassAsync(Hour - Minute);
        Assert.Equal(stored, await Store.ReadAsync("processed:1", Token));

        await PassAsync(Minute);

        Assert.Null(await Store.ReadAsync("processed:1", Token));
        Assert.Empty(await ScanAsync("processed:"));
        Assert.False(await Store.DeleteAsync("processed:1", null, Token));
        Assert.Equal(new StateWrite(false, null), await Store.WriteAsync("processed:1", "run-2", stored.Version, null, Token));
        Assert.True((await Store.AddAsync("processed:1", "run-2", Hour, Token)).IsWritten);
    }

    [Fact]
    public async Task WriteAsync_WhenWrittenAgain_SetsItsTimeAnew()
    {
        var longer = await PutAsync("longer", "1", timeToLive: Minute);
        var ever = await PutAsync("for ever", "1", timeToLive: Minute);
        var shorter = await PutAsync("shorter", "1");
        await PutAsync("longer", "2", longer.Version, Hour);
        await PutAsync("for ever", "2", ever.Version);
        await PutAsync("shorter", "2", shorter.Version, Minute);

        await PassAsync(Minute);

        Assert.Equal(["for ever", "longer"], await ScanAsync(""));
    }

    [Fact]
    public async Task UpdateAsync_WhenAHundredCountAtOnce_CountsEachOnce()
    {
        var other = await AnotherAsync();
        var stores = Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? Store : other);

        await Task.WhenAll(stores.Select(store => Task.Run(() => store.UpdateAsync("count", Increment, null, Token), Token)));

        Assert.Equal("100", (await Store.ReadAsync("count", Token))!.Value);

        static string Increment(string? value) => (int.Parse(value ?? "0", CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task AddAsync_WhenAHundredAddAtOnce_ExactlyOneIsStoredAndAllAreToldWhich()
    {
        var writes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Store.AddAsync("processed:1", $"run-{i}", Hour, Token), Token)));

        var stored = Assert.Single(writes, write => write.IsWritten).Stored;
        Assert.All(writes, write => Assert.Equal(stored, write.Stored));
    }

    [Fact]
    public async Task UpdateAsync_WhenThereIsNothingToChange_LeavesItAsItIs()
    {
        var stored = await PutAsync("key", "same");

        Assert.Equal(stored, await Store.UpdateAsync("key", _ => null, null, Token));
        Assert.Null(await Store.UpdateAsync("other", _ => null, null, Token));
        Assert.Equal(["key"], await ScanAsync(""));
    }

    [Fact]
    public async Task DeleteAsync_WhenVersionIsAnother_DeletesNothing()
    {
        var first = await PutAsync("key", "first");
        var second = await PutAsync("key", "second", first.Version);

        Assert.False(await Store.DeleteAsync("key", first.Version, Token));
        Assert.Equal(second, await Store.ReadAsync("key", Token));
        Assert.True(await Store.DeleteAsync("key", second.Version, Token));
        Assert.False(await Store.DeleteAsync("key", second.Version, Token));
        Assert.False(await Store.DeleteAsync("key", null, Token));
        Assert.Null(await Store.ReadAsync("key", Token));
    }

    [Fact]
    public async Task AnyOperation_WhenItMakesNoSense_IsRefusedBeforeAnythingIsDone()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync("", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.AcquireAsync(new PermitRequest("a}b", "h", "g", 1, Minute), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.WriteAsync("key", "value", 0, TimeSpan.Zero, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.AddToIndexAsync("index", "member", double.NaN, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ReadIndexAsync("index", new IndexQuery { Take = -1 }, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.AcquireAsync(new PermitRequest("pool", "h", "g", 1, TimeSpan.Zero), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.RenewAsync("pool", "h", TimeSpan.FromDays(2), Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync("key", new CancellationToken(canceled: true)));
        Assert.Empty(await ScanAsync(""));
    }
}
