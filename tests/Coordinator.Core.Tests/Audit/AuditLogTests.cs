using Coordinator.Connections.Sqlite;
using Coordinator.Core.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SqliteStateStore _store;
    private readonly AuditLog _audit;

    public AuditLogTests()
    {
        _store = SqliteStateStore.OpenInMemory(_time);
        _audit = new AuditLog(_store, _time, NullLogger<AuditLog>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Read_GivesTheNewestFirst()
    {
        await RecordAsync("first");
        _time.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync("second");
        _time.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync("third");
        Assert.Equal(["third", "second"], (await _audit.ReadAsync(2, Token)).Select(entry => entry.Target));
    }

    [Fact]
    public async Task Record_SeveralInOneMoment_KeepsAllInTheirOrder()
    {
        for (var number = 0; number < 9; number++)
        {
            await RecordAsync($"db{number / 2}");
        }

        Assert.Equal(["db4", "db3", "db3", "db2", "db2", "db1", "db1", "db0", "db0"], (await _audit.ReadAsync(10, Token)).Select(entry => entry.Target));
    }

    [Fact]
    public async Task Entries_OlderThan90Days_AreDropped()
    {
        await RecordAsync("old");
        _time.Advance(AuditLog.KeptFor + TimeSpan.FromDays(1));
        Assert.Empty(await _audit.ReadAsync(10, Token));
        await RecordAsync("new");
        Assert.Equal("new", Assert.Single(await _audit.ReadAsync(10, Token)).Target);
        Assert.Equal(1, await _store.CountIndexAsync(AuditLog.Index, Token));
    }

    [Fact]
    public async Task Entries_BeyondTheMost_AreDroppedFromTheOldest()
    {
        for (var number = 0; number < AuditLog.MostKept; number++)
        {
            await _store.AddToIndexAsync(AuditLog.Index, $"filler {number}", (_time.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds() * 1000) + number, Token);
        }

        await RecordAsync("newest");
        Assert.Equal(AuditLog.MostKept, await _store.CountIndexAsync(AuditLog.Index, Token));
        Assert.Equal("filler 1", (await _store.ReadIndexAsync(AuditLog.Index, new() { Take = 1 }, Token))[0].Member);
        Assert.Equal("newest", (await _audit.ReadAsync(1, Token))[0].Target);
    }

    [Fact]
    public async Task Record_WhenTheStoreIsAway_DoesNotFail()
    {
        _store.Dispose();
        await RecordAsync("db");
    }

    /// <summary>What is stored is read by the next version, too.</summary>
    [Fact]
    public void Entry_HasThisShape()
    {
        var entry = new AuditEntry { Id = "01", At = _time.GetUtcNow(), Action = "circuit_reset", Target = "db", By = "from this machine" };
        const string json = """{"schema_version":1,"id":"01","at":"2026-11-24T12:00:00+00:00","action":"circuit_reset","target":"db","by":"from this machine"}""";
        Assert.Equal(json, entry.Serialize());
        Assert.Equal(entry, AuditEntry.Deserialize(json));
        Assert.Null(AuditEntry.Deserialize("filler"));
    }

    private Task RecordAsync(string target) => _audit.RecordAsync("circuit_reset", target, "from this machine", null, Token);
}
