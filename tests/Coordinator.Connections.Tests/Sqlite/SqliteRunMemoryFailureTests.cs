using Coordinator.Connections.Sqlite;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Tests.Sqlite;

public sealed class SqliteRunMemoryFailureTests : IDisposable
{
    private readonly SqliteMemories memories = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => memories.Dispose();

    [Fact]
    public async Task AnyWrite_WhenItsNeighbourInTheBatchIsBad_IsStored()
    {
        var memory = memories.Open();
        var held = await HeldWriter.HoldAsync(memory);
        var before = memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        var bad = memory.Writer.WriteAsync(db => db.Execute("UPDATE run SET status = 'bad'") + db.Execute("INSERT INTO run (seq) VALUES (NULL)"), Token);
        var worse = memory.Writer.WriteAsync<int>(_ => throw new InvalidOperationException("a defect"), Token);
        var after = memory.AddRunAsync(SqliteMemories.Request("run-2"), Token);
        await held.DisposeAsync();

        await Assert.ThrowsAsync<RunMemoryException>(() => bad);
        await Assert.ThrowsAsync<RunMemoryException>(() => worse);
        Assert.True(await before);
        Assert.True(await after);
        Assert.Equal([RunStatus.Queued, RunStatus.Queued], (await memory.ListRunsAsync(new RunQuery(), Token)).Select(run => run.Status));
    }

    [Fact]
    public async Task AnyWrite_WhenTheCommitFails_FailsAndIsNotStored()
    {
        var memory = memories.Open();
        var held = await HeldWriter.HoldAsync(memory);
        var neighbour = memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        // A reference to a run that is not there is found out by the commit only.
        var bad = memory.Writer.WriteAsync(
            db => db.Execute("PRAGMA defer_foreign_keys = ON") + db.Execute("INSERT INTO inbox (run, id, kind, by, at) VALUES (99, '', '', '', '')"),
            Token);
        await held.DisposeAsync();

        await Assert.ThrowsAsync<RunMemoryException>(() => bad);
        await Assert.ThrowsAsync<RunMemoryException>(() => neighbour);
        Assert.Null(await memory.FindRunAsync("run-1", Token));
        Assert.True(await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token));
    }

    [Fact]
    public async Task AnyWrite_WhenTheTransactionEndsUnderIt_FailsWithItsNeighbours()
    {
        var memory = memories.Open();
        var held = await HeldWriter.HoldAsync(memory);
        var before = memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        var bad = memory.Writer.WriteAsync(db => db.Execute("ROLLBACK") + db.Execute("INSERT INTO run (seq) VALUES (NULL)"), Token);
        var after = memory.AddRunAsync(SqliteMemories.Request("run-2"), Token);
        await held.DisposeAsync();

        await Assert.ThrowsAsync<RunMemoryException>(() => before);
        await Assert.ThrowsAsync<RunMemoryException>(() => bad);
        await Assert.ThrowsAsync<RunMemoryException>(() => after);
        Assert.Empty(await memory.ListRunsAsync(new RunQuery(), Token));
        Assert.True(await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token));
    }

    [Fact]
    public async Task AnyWrite_WhenTheQueueIsFull_WaitsForRoomAndCanBeGivenUp()
    {
        var memory = memories.Open();
        var held = await HeldWriter.HoldAsync(memory);
        var queued = Enumerable.Range(0, GroupCommitWriter.Capacity).Select(_ => memory.Writer.WriteAsync(_ => 0, Token)).ToList();
        using var patience = new CancellationTokenSource();
        var waiting = memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        var givenUp = memory.AddRunAsync(SqliteMemories.Request("run-2"), patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        Assert.True(await waiting);
        await Task.WhenAll(queued);
        Assert.Null(await memory.FindRunAsync("run-2", Token));
    }

    [Fact]
    public async Task AnyWrite_WhenTheDiskIsFull_FailsClearlyAndWorksAgainWithSpace()
    {
        var memory = memories.Open();
        await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        await memory.Writer.WriteAsync(db => db.Scalar("PRAGMA max_page_count = 1"), Token);
        var big = new RunWrite("run-1", new ReplyIntended(0, 1) { At = DateTimeOffset.UnixEpoch }) { Content = new string('x', 100_000) };

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.AppendAsync(big, Token));

        Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await memory.ReadFactsAsync("run-1", 0, Token));
        Assert.Null(await memory.ReadContentAsync("run-1", big.Fact.Key, Token));

        await memory.Writer.WriteAsync(db => db.Scalar("PRAGMA max_page_count = 1000000"), Token);
        Assert.Equal(1, (await memory.AppendAsync(big, Token)).Number);
        Assert.Equal(big.Content, await memory.ReadContentAsync("run-1", big.Fact.Key, Token));
    }

    [Fact]
    public async Task AnyRead_WhenWhatIsStoredCannotBeRead_FailsClearly()
    {
        var memory = memories.Open();
        await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        await memory.Writer.WriteAsync(db => db.Execute("UPDATE run SET request = '{'"), Token);

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.FindRunAsync("run-1", Token));
        Assert.Contains(memories.File, failure.Message, StringComparison.Ordinal);
    }
}
