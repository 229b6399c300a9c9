using Coordinator.Connections.Blobs;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

public sealed class BlobRunListTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListRunsAsync_WhenRunsCameOverManyDays_PagesMeetEachOnce(bool oldestFirst)
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        foreach (var i in Enumerable.Range(1, 12))
        {
            memories.Time.Advance(TimeSpan.FromHours(13));
            await memory.AddRunAsync(BlobMemories.Request($"run-{i}"), Token);
            if (i % 4 != 0)
                await FinishAsync(memory, $"run-{i}", i % 3 == 0 ? RunStatus.Stopped : RunStatus.Answered);
        }

        var expected = Enumerable.Range(1, 12);
        Assert.Equal((oldestFirst ? expected : expected.Reverse()).Select(i => $"run-{i}"), await PagesAsync(memories.Open(), new RunQuery { OldestFirst = oldestFirst, Take = 5 }));
        var stopped = new[] { 3, 6, 9 };
        Assert.Equal((oldestFirst ? stopped : stopped.Reverse()).Select(i => $"run-{i}"), await PagesAsync(memories.Open(), new RunQuery { OldestFirst = oldestFirst, Take = 1, Status = RunStatus.Stopped }));
    }

    [Fact]
    public async Task AnyRead_WhenIdAndThreadAreOddAndTheRequestIsBig_IsAsForAnyRun()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        string[] ids = ["ünïcödé / ? # \\ %2F", new string('l', 3_000), "~tilde", "../up", "run-1"];
        foreach (var id in ids)
        {
            Assert.True(await memory.AddRunAsync(BlobMemories.Request(id, $"thread of {id}") with { Text = new string('q', 40_000) }, Token));
            Assert.False(await memories.Open().AddRunAsync(BlobMemories.Request(id, $"thread of {id}"), Token));
        }

        var other = memories.Open();
        foreach (var id in ids)
        {
            await FinishAsync(other, id, RunStatus.Answered);
            Assert.Equal(id, (await other.FindRunAsync(id, Token))!.Request.RunId);
            Assert.True(await other.HasThreadAsync($"thread of {id}", Token));
            Assert.Equal([id], await PagesAsync(other, new RunQuery { ThreadKey = $"thread of {id}" }));
        }

        Assert.Equal(ids.Reverse(), await PagesAsync(memories.Open(), new RunQuery()));
        Assert.Equal(40_000, (await memories.Open().ListRunsAsync(new RunQuery { Take = 1 }, Token)).Single().Request.Text.Length);
    }

    [Fact]
    public async Task ListRunsAsync_WhenARunIsStillBeingAdded_LeavesItOut()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        await memories.Open().AddRunAsync(BlobMemories.Request("run-1"), Token);
        var dying = memories.Open(new FailingRequests(4, Failing.BeforeRequest, forGood: true));
        await Assert.ThrowsAsync<RunMemoryException>(() => dying.AddRunAsync(BlobMemories.Request("run-2"), Token));
        Assert.Equal(2, (await memories.NamesAsync("open/", Token)).Count);

        Assert.Equal(["run-1"], await PagesAsync(memories.Open(), new RunQuery()));
        Assert.Equal(["run-1"], await PagesAsync(memories.Open(), new RunQuery { Status = RunStatus.Queued }));
    }

    [Fact]
    public async Task ListRunsAsync_WhenAProcessDiedBeforeTheOpenEntryWent_ShowsTheRunOnceAndAsEnded()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        await memories.Open().AddRunAsync(BlobMemories.Request("run-1"), Token);
        var dying = memories.Open(new FailingRequests(5, Failing.BeforeRequest, forGood: true));
        await Assert.ThrowsAsync<RunMemoryException>(() => FinishAsync(dying, "run-1", RunStatus.Stopped));
        Assert.Single(await memories.NamesAsync("open/", Token));

        foreach (var query in new[] { new RunQuery(), new RunQuery { OldestFirst = true }, new RunQuery { ThreadKey = "thread-1" } })
            Assert.Equal(RunStatus.Stopped, Assert.Single(await memories.Open().ListRunsAsync(query, Token)).Status);
        Assert.Empty(await memories.Open().ListRunsAsync(new RunQuery { Status = RunStatus.Queued }, Token));
    }

    [Fact]
    public async Task DeleteFinishedBeforeAsync_WhenRunsEndedBeforeAndAfter_DeletesThoseThatEndedBefore()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        foreach (var id in new[] { "old", "long", "open" })
            await memory.AddRunAsync(BlobMemories.Request(id, id), Token);
        await FinishAsync(memory, "old", RunStatus.Answered);
        memories.Time.Advance(TimeSpan.FromDays(40));
        await FinishAsync(memory, "long", RunStatus.Answered);
        await memory.AddRunAsync(BlobMemories.Request("new"), Token);
        await FinishAsync(memory, "new", RunStatus.Answered);

        Assert.Equal(1, await memory.DeleteFinishedBeforeAsync(memories.Time.GetUtcNow().AddDays(-30), Token));

        Assert.Equal(["new", "open", "long"], await PagesAsync(memories.Open(), new RunQuery()));
        Assert.Null(await memories.Open().FindRunAsync("old", Token));
        Assert.False(await memory.HasThreadAsync("old", Token));
        Assert.Empty(await memories.NamesAsync("runs/old/", Token));
        Assert.True(await memories.Open().AddRunAsync(BlobMemories.Request("old", "old"), Token));
    }

    [Fact]
    public async Task RepairListsAsync_WhenRunsGoOn_LeavesThemAlone()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        await memory.AddRunAsync(BlobMemories.Request("run-1"), Token);
        memory.NoteStatus("run-1", RunStatus.Parked, null);
        await memory.FlushHintsAsync(Token);

        Assert.Equal(0, await memory.RepairListsAsync(memories.Time.GetUtcNow().AddDays(1), Token));

        Assert.Equal(RunStatus.Parked, (await memory.FindRunAsync("run-1", Token))!.Status);
        Assert.Equal(["run-1"], await PagesAsync(memory, new RunQuery { UnfinishedOnly = true }));
    }

    [Fact]
    public async Task NoteStatus_WhenAMomentHasPassed_IsWrittenByItself()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        await memory.AddRunAsync(BlobMemories.Request("run-1"), Token);
        memory.NoteStatus("run-1", RunStatus.Waiting, memories.Time.GetUtcNow());

        memories.Time.Advance(StatusHints.Delay);
        await memory.HintsWritten;

        Assert.Equal(["run-1"], await PagesAsync(memories.Open(), new RunQuery { Status = RunStatus.Waiting }));
    }

    [Fact]
    public async Task ListRunsAsync_WhenARunGoesOn_ShowsThatItDoesWithinAMinute()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        await memory.AddRunAsync(BlobMemories.Request("run-1"), Token);
        foreach (var turn in Enumerable.Range(1, 2))
        {
            memories.Time.Advance(TimeSpan.FromMinutes(5));
            await memory.AppendAsync(new RunWrite("run-1", new TurnTaken(turn, []) { At = memories.Time.GetUtcNow() }), Token);
            await memory.FlushHintsAsync(Token);

            var run = Assert.Single(await memories.Open().ListRunsAsync(new RunQuery { UnfinishedOnly = true }, Token));
            Assert.Equal((RunStatus.Running, memories.Time.GetUtcNow()), (run.Status, run.UpdatedAt));
        }
    }

    private static Task<StoredFact> FinishAsync(BlobRunMemory memory, string runId, RunStatus status) =>
        memory.AppendAsync(new RunWrite(runId, new RunFinished(status) { At = DateTimeOffset.UnixEpoch }) { Content = "answer" }, Token);

    private static async Task<IReadOnlyList<string>> PagesAsync(BlobRunMemory memory, RunQuery query)
    {
        var seen = new List<RunRecord>();
        while (await memory.ListRunsAsync(query with { After = seen.LastOrDefault()?.Sequence }, Token) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, query.Take);
            seen.AddRange(page);
        }

        return [.. seen.Select(run => run.Request.RunId)];
    }
}
