using Coordinator.Connections.Sqlite;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Connections.Tests.Sqlite;

public sealed class SqliteRunMemoryHostTests : IDisposable
{
    private readonly SqliteMemories memories = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => memories.Dispose();

    [Fact]
    public async Task LoadUnfinishedAsync_WhenSomeAreFinished_GivesTheOthersOldestFirst()
    {
        var memory = memories.Open();
        foreach (var i in Enumerable.Range(1, 4))
            await memory.AddRunAsync(SqliteMemories.Request($"run-{i}") with { ThreadKey = $"thread-{i}" }, Token);
        await FinishAsync(memory, "run-2");
        await memory.AppendAsync(new RunWrite("run-3", new RunDeadLettered("slack", "gone") { At = memories.Time.GetUtcNow() }), Token);

        Assert.Equal(
            [
                new PendingRun("run-1", "thread-1", 1, RunStatus.Queued, null),
                new PendingRun("run-3", "thread-3", 3, RunStatus.Failed, null),
                new PendingRun("run-4", "thread-4", 4, RunStatus.Queued, null),
            ],
            await memory.LoadUnfinishedAsync(Token));
    }

    [Fact]
    public async Task Committed_WhenFactsAreAppended_TellsEachOnceInOrder()
    {
        var memory = memories.Open();
        await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        var seen = new List<FactCommitted>();
        memory.Committed += (_, committed) => seen.Add(committed);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => AppendAsync(memory, "run-1", i / 2)));
        memories.Close();

        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), seen.Select(committed => committed.Stored.Number));
        Assert.All(seen, committed => Assert.Equal("run-1", committed.RunId));
        Assert.Equal(await memories.Open().ReadFactsAsync("run-1", 0, Token), seen.Select(committed => committed.Stored));
    }

    [Fact]
    public async Task Committed_WhenAListenerFails_GoesOn()
    {
        var memory = memories.Open();
        await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token);
        memory.Committed += (_, _) => throw new InvalidOperationException("a defect");

        Assert.Equal(1, (await AppendAsync(memory, "run-1", 0)).Number);
        Assert.Equal(2, (await AppendAsync(memory, "run-1", 1)).Number);
    }

    /// <summary>Defect 13: what can still be retried must not lose what it would go on from.</summary>
    [Fact]
    public async Task DeleteFinishedBeforeAsync_WhenADeadLetterIsLeft_KeepsItsRun()
    {
        var memory = memories.Open();
        foreach (var run in (string[])["run-1", "run-2"])
            await FillAndFinishAsync(memory, run);
        await memory.AppendAsync(new RunWrite("run-1", new RunDeadLettered("slack", "gone") { At = memories.Time.GetUtcNow() }) { Letters = [DeadLetterChange.Put(SqliteMemories.Letter("op_run-1", "run-1"))] }, Token);
        memories.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(1, await memory.DeleteFinishedBeforeAsync(memories.Time.GetUtcNow(), Token));
        Assert.NotNull(await memory.FindRunAsync("run-1", Token));
        Assert.True(await memory.DeleteLetterAsync("op_run-1", 1, Token));
        Assert.Equal(1, await memory.DeleteFinishedBeforeAsync(memories.Time.GetUtcNow(), Token));
    }

    [Fact]
    public async Task DeleteFinishedBeforeAsync_WhenRunsAreOld_DeletesThemWithAllTheirContent()
    {
        var memory = memories.Open();
        foreach (var i in Enumerable.Range(0, 45))
            await FillAndFinishAsync(memory, $"old-{i}");
        await memory.AddRunAsync(SqliteMemories.Request("old-unfinished"), Token);
        await AppendAsync(memory, "old-unfinished", 0);
        memories.Time.Advance(TimeSpan.FromDays(30));
        await FillAndFinishAsync(memory, "young");

        Assert.Equal(45, await memory.DeleteFinishedBeforeAsync(memories.Time.GetUtcNow(), Token));

        Assert.Equal(["young", "old-unfinished"], (await memory.ListRunsAsync(new RunQuery(), Token)).Select(run => run.Request.RunId));
        Assert.Equal("result", await memory.ReadContentAsync("young", "tool:0", Token));
        Assert.Equal("result", await memory.ReadContentAsync("old-unfinished", "tool:0", Token));
        Assert.Empty(await memory.ReadEffectsAsync("old-0", Token));
        foreach (var (table, rows) in new[] { ("fact", 3L), ("content", 2L), ("effect", 1L), ("inbox", 1L) })
            Assert.Equal(rows, await memory.Writer.WriteAsync(db => db.Scalar($"SELECT count(*) FROM {table}"), Token));
        Assert.Equal(0, await memory.DeleteFinishedBeforeAsync(memories.Time.GetUtcNow(), Token));
    }

    [Fact]
    public async Task AddSqliteRunMemory_WhenResolved_GivesOneMemoryOnTheFolder()
    {
        var services = new ServiceCollection().AddLogging().AddSqliteRunMemory(memories.Folder).BuildServiceProvider();
        var memory = services.GetRequiredService<IRunMemory>();

        Assert.Same(services.GetRequiredService<SqliteRunMemory>(), memory);
        Assert.True(await memory.AddRunAsync(SqliteMemories.Request("run-1"), Token));
        Assert.Throws<DataFolderInUseException>(() => memories.Open());

        await services.DisposeAsync();
        Assert.False(await memories.Open().AddRunAsync(SqliteMemories.Request("run-1"), Token));
    }

    private async Task FillAndFinishAsync(SqliteRunMemory memory, string runId)
    {
        await memory.AddRunAsync(SqliteMemories.Request(runId), Token);
        await AppendAsync(memory, runId, 0);
        await memory.WriteEffectAsync(null, new Effect(runId, "1.0", EffectStatus.Intended, 1, "me", memories.Time.GetUtcNow()) { Since = memories.Time.GetUtcNow() }, Token);
        await memory.AddToInboxAsync(new InboxItem(runId, "i1", InboxItem.Stop, "you", memories.Time.GetUtcNow()), Token);
        await FinishAsync(memory, runId);
    }

    private Task<StoredFact> FinishAsync(SqliteRunMemory memory, string runId) =>
        memory.AppendAsync(new RunWrite(runId, new RunFinished(RunStatus.Answered) { At = memories.Time.GetUtcNow() }), Token);

    private Task<StoredFact> AppendAsync(SqliteRunMemory memory, string runId, int step) =>
        memory.AppendAsync(
            new RunWrite(runId, new ToolFinished($"{step}", "stop", ToolOutcomes.Succeeded) { At = memories.Time.GetUtcNow() }) { Content = "result" }, Token);
}
