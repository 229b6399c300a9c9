using Coordinator.Connections.Sqlite;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Tests.Sqlite;

public sealed class SqliteRunMemoryDurabilityTests : IDisposable
{
    private static readonly Effect Intent = new("run-1", "1.0", EffectStatus.Intended, 1, "me", DateTimeOffset.UnixEpoch) { Since = DateTimeOffset.UnixEpoch };
    private static readonly InboxItem Stop = new("run-1", "i1", InboxItem.Stop, "you", DateTimeOffset.UnixEpoch);

    private readonly SqliteMemories memories = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => memories.Dispose();

    [Fact]
    public async Task Open_WhenClosedBefore_FindsEverythingInOneFile()
    {
        await FillAsync(memories.Open());
        memories.Close();

        Assert.False(File.Exists(memories.File + "-wal"));
        await AssertFilledAsync(memories.Open());
    }

    [Fact]
    public async Task Open_WhenKilledBefore_FindsEverythingThatWasAcknowledged()
    {
        await FillAsync(memories.Open());

        var killed = memories.Open(memories.CopyAsKilled());

        await AssertFilledAsync(killed);
        Assert.Equal(3, (await killed.AppendAsync(new RunWrite("run-1", Fact("1.1")), Token)).Number);
    }

    [Fact]
    public async Task Open_WhenKilledAfterCheckpoints_FindsEverythingAndAShortLog()
    {
        var memory = memories.Open();
        await FillAsync(memory);
        foreach (var i in Enumerable.Range(0, 40))
        {
            await memory.AppendAsync(new RunWrite("run-1", Fact($"2.{i}")) { Content = new string('x', 1_000_000) }, Token);
            await memory.Checkpointer.CatchingUp;
        }

        Assert.InRange(new FileInfo(memories.File + "-wal").Length, 1, 20_000_000);
        var killed = memories.Open(memories.CopyAsKilled());
        Assert.Equal(42, (await killed.ReadFactsAsync("run-1", 0, Token)).Count);
        Assert.Equal(1_000_000, (await killed.ReadContentAsync("run-1", "tool:2.39", Token))!.Length);
    }

    [Fact]
    public async Task AnyWrite_WhenItCompletes_WasFlushedToTheDisk()
    {
        var memory = memories.Open();

        Assert.Equal(2L, await memory.Writer.WriteAsync(db => db.Scalar("PRAGMA synchronous"), Token));
        Assert.Equal("wal", await memory.Writer.WriteAsync(db => db.Scalar("PRAGMA journal_mode"), Token));
    }

    [Fact]
    public async Task Dispose_WhenHintsAreLeft_WritesThem()
    {
        var memory = memories.Open();
        await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        memory.NoteStatus("run-1", RunStatus.Waiting, DateTimeOffset.UnixEpoch);
        memories.Close();

        var pending = Assert.Single(await memories.Open().LoadUnfinishedAsync(Token));
        Assert.Equal((RunStatus.Waiting, DateTimeOffset.UnixEpoch), (pending.Status, pending.WakeAt));
    }

    [Fact]
    public async Task AnyWrite_WhenClosed_FailsClearly()
    {
        var memory = memories.Open();
        memories.Close();

        var failure = await Assert.ThrowsAsync<RunMemoryException>(() => memory.AddRunAsync(SqliteMemories.Request("run-1"), Token));
        Assert.Contains("closed", failure.Message, StringComparison.Ordinal);
    }

    private static ToolFinished Fact(string step) => new ToolFinished(step, "stop", ToolOutcomes.Succeeded) { At = DateTimeOffset.UnixEpoch };

    private static async Task FillAsync(SqliteRunMemory memory)
    {
        await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        await memory.AppendAsync(new RunWrite("run-1", new ReplyIntended(0, 1) { At = DateTimeOffset.UnixEpoch }), Token);
        await memory.AppendAsync(new RunWrite("run-1", Fact("1.0")) { Content = "result", Effect = Intent }, Token);
        await memory.AddToInboxAsync(Stop, Token);
    }

    private static async Task AssertFilledAsync(SqliteRunMemory memory)
    {
        Assert.False(await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token));
        Assert.Equal(["intent:0:1", "tool:1.0"], (await memory.ReadFactsAsync("run-1", 0, Token)).Select(stored => stored.Fact.Key));
        Assert.Equal("result", await memory.ReadContentAsync("run-1", "tool:1.0", Token));
        Assert.Equal([Intent], await memory.ReadEffectsAsync("run-1", Token));
        Assert.Equal([Stop], await memory.ReadInboxAsync("run-1", Token));
    }
}
