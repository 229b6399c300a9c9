using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Connections.Tests.State;

public sealed class SqliteStateStoreTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly StateFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_WhenClosedBefore_FindsEverything()
    {
        var store = _folder.Open();
        var document = (await store.AddAsync("setting", "value", null, Token)).Stored;
        await store.AddToIndexAsync("index", "member", 1.5, Token);
        _folder.Close();

        var again = _folder.Open();

        Assert.Equal(document, await again.ReadAsync("setting", Token));
        Assert.Equal([new IndexedMember("member", 1.5)], await again.ReadIndexAsync("index", new IndexQuery(), Token));
        Assert.Equal("sqlite", (await again.CheckAsync(Token)).Backend);
    }

    [Fact]
    public async Task Open_WhenTheFileIsDamaged_PutsItAsideAndBeginsEmpty()
    {
        await File.WriteAllBytesAsync(_folder.File, [.. Enumerable.Repeat((byte)'x', 5000)], Token);

        var store = _folder.Open();

        Assert.True((await store.AddAsync("key", "value", null, Token)).IsWritten);
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!, "state.db.damaged-*"));
        Assert.Equal(5000, new FileInfo(aside).Length);
    }

    [Fact]
    public async Task Open_WhenAPageIsDamaged_PutsItAsideAndBeginsEmpty()
    {
        var store = _folder.Open();
        foreach (var i in Enumerable.Range(0, 200))
        {
            await store.AddAsync($"key-{i}", new string('x', 500), null, Token);
        }

        _folder.Close();
        var bytes = await File.ReadAllBytesAsync(_folder.File, Token);
        bytes.AsSpan(4096 * 3, 4096).Fill(0xAB);
        await File.WriteAllBytesAsync(_folder.File, bytes, Token);

        Assert.Null(await _folder.Open().ReadAsync("key-1", Token));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!, "state.db.damaged-*"));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 3", "newer version")]
    [InlineData("PRAGMA user_version = 0", "another program")]
    public void Open_WhenTheFileIsNotOurs_RefusesAndNamesIt(string sql, string words)
    {
        _folder.Open();
        _folder.Close();
        using (var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        var refusal = Assert.Throws<DataFolderUnusableException>(() => _folder.Open());

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhenTheFileIsOfVersion1_GoesOnWithIt()
    {
        await _folder.Open().AddAsync("key", "value", null, Token);
        _folder.Close();
        using (var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE permit DROP COLUMN claims; PRAGMA user_version = 1";
            command.ExecuteNonQuery();
        }

        var store = _folder.Open();
        Assert.Equal("value", (await store.ReadAsync("key", Token))?.Value);
        Assert.True((await store.AcquireAsync(new PermitRequest("llm", "a", "user", 1, Minute), Token)).IsGranted);
    }

    [Fact]
    public async Task AcquireAsync_WhenTheMachinesClockIsSet_EndsNoLeaseEarlyAndNoneLate()
    {
        var store = _folder.Open();
        await store.AcquireAsync(new PermitRequest("llm", "a", "user", 1, Minute), Token);
        _folder.Time.Off = TimeSpan.FromHours(5);
        Assert.True(await store.RenewAsync("llm", "a", Minute, Token));

        _folder.Close();
        _folder.StartClock(_folder.Time.GetUtcNow().AddHours(-9));
        var again = _folder.Open();
        Assert.Equal(1, (await again.ReadPoolAsync("llm", Token)).Active);
        _folder.Time.Advance(Minute);
        Assert.Equal(0, (await again.ReadPoolAsync("llm", Token)).Active);
    }

    [Fact]
    public async Task WriteAsync_WhenManyDocumentsHaveEnded_RemovesThemInPassing()
    {
        var store = _folder.Open();
        foreach (var i in Enumerable.Range(0, 600))
        {
            await store.AddAsync($"old-{i}", "value", Minute, Token);
        }

        _folder.Time.Advance(Minute);
        foreach (var i in Enumerable.Range(0, 400))
        {
            await store.AddAsync($"new-{i}", "value", null, Token);
        }

        _folder.Close();
        using var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM document";
        Assert.Equal(400L, command.ExecuteScalar());
    }

    [Fact]
    public async Task AnyOperation_WhenClosed_FailsClearly()
    {
        var store = _folder.Open();
        _folder.Close();

        var failure = await Assert.ThrowsAsync<StateStoreException>(() => store.ReadAsync("key", Token));

        Assert.Equal((StateFailure.Unavailable, true), (failure.Kind, failure.IsOutage));
    }

    [Fact]
    public async Task AnyWrite_WhenTheFileCannotGrow_IsRefusedAndNothingOfItIsStored()
    {
        var store = _folder.Open();
        await store.AddAsync("key", "value", null, Token);
        store.Execute("PRAGMA max_page_count = 1");

        var failure = await Assert.ThrowsAsync<StateStoreException>(() => store.AddAsync("large", new string('x', 1_000_000), null, Token));

        Assert.Equal(StateFailure.Refused, failure.Kind);
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.Null(await store.ReadAsync("large", Token));
        Assert.True(await store.DeleteAsync("key", null, Token));
    }

    [Fact]
    public async Task CheckAsync_WhenMemoryIsAllThereIs_SaysWhy()
    {
        using var store = SqliteStateStore.OpenInMemory(new FakeTimeProvider(), new StateOutage(DateTimeOffset.UnixEpoch, "REDIS_URL is empty."));

        var health = await store.CheckAsync(Token);

        Assert.Equal(("memory", "REDIS_URL is empty."), (health.Backend, health.Degraded));
    }
}
