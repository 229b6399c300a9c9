using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>The sweep meets processes that are not dead but slow.</summary>
public sealed class BlobRunRepairTests(AzuriteServer azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RepairListsAsync_WhenTheRunIsAddedInTheLastMoment_LeavesItAlone()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        await LeaveHalfAddedAsync(memories);
        var isAdded = false;

        // Its operations: list, read the log, delete the log.
        var sweep = memories.Open(new InterposedRequests(3, async () => isAdded = await memories.Open().AddRunAsync(BlobMemories.Request("run-1"), Token)));
        Assert.Equal(0, await sweep.RepairListsAsync(memories.Time.GetUtcNow().AddDays(1), Token));

        Assert.True(isAdded);
        Assert.NotNull(await memories.Open().FindRunAsync("run-1", Token));
        Assert.Single(await memories.Open().ListRunsAsync(new RunQuery(), Token));
    }

    [Fact]
    public async Task AddRunAsync_WhenTheSweepRemovesItInTheLastMoment_FailsAndLeavesNothing()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        await LeaveHalfAddedAsync(memories);

        // Its operations: create the log (it is there), read it, an entry, another, the first line.
        var slow = memories.Open(new InterposedRequests(5, async () => await memories.Open().RepairListsAsync(memories.Time.GetUtcNow().AddDays(1), Token)));
        await Assert.ThrowsAsync<RunMemoryException>(() => slow.AddRunAsync(BlobMemories.Request("run-1"), Token));

        Assert.Empty(await memories.NamesAsync("", Token));
        Assert.True(await slow.AddRunAsync(BlobMemories.Request("run-1"), Token));
    }

    [Fact]
    public async Task AppendAsync_WhenTheRunIsDeletedMeanwhile_FailsAndLeavesNothing()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        await memory.AddRunAsync(BlobMemories.Request("run-1"), Token);
        await memory.AppendAsync(new RunWrite("run-1", new RunFinished(RunStatus.Answered) { At = default }), Token);
        await memories.Open().DeleteFinishedBeforeAsync(memories.Time.GetUtcNow().AddDays(1), Token);

        var append = memory.AppendAsync(new RunWrite("run-1", new RunDeadLettered("x", "y") { At = default }), Token);
        await Assert.ThrowsAsync<RunMemoryException>(() => append.WaitAsync(Patience, Token));

        Assert.Empty(await memories.NamesAsync("", Token));
        Assert.Empty(await memory.ReadFactsAsync("run-1", 0, Token));
    }

    [Fact]
    public async Task AnyWrite_WhenTheRunWasDeletedAndOneOfTheSameIdWasAdded_IsOfTheNewRun()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var (stale, other) = (memories.Open(), memories.Open());
        await stale.AddRunAsync(BlobMemories.Request("run-1") with { Text = "a longer text than the second run has" }, Token);
        await stale.AppendAsync(new RunWrite("run-1", new RunFinished(RunStatus.Answered) { At = default }), Token);
        await other.DeleteFinishedBeforeAsync(memories.Time.GetUtcNow().AddDays(1), Token);
        Assert.True(await other.AddRunAsync(BlobMemories.Request("run-1"), Token));

        var append = stale.AppendAsync(new RunWrite("run-1", new RunDeadLettered("x", "y") { At = default }), Token);

        Assert.Equal(1, (await append.WaitAsync(Patience, Token)).Number);
        Assert.Equal("list instances", (await stale.FindRunAsync("run-1", Token))!.Request.Text);
    }

    [Fact]
    public async Task AddRunAsync_WhenTheRunWasDeletedByAnotherProcess_AddsItAnew()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        await memory.AddRunAsync(BlobMemories.Request("run-1"), Token);
        await memory.AppendAsync(new RunWrite("run-1", new RunFinished(RunStatus.Answered) { At = default }), Token);
        await memories.Open().DeleteFinishedBeforeAsync(memories.Time.GetUtcNow().AddDays(1), Token);

        Assert.True(await memory.AddRunAsync(BlobMemories.Request("run-1"), Token));
        Assert.Empty(await memory.ReadFactsAsync("run-1", 0, Token));
        await memory.AppendAsync(new RunWrite("run-1", new RunFinished(RunStatus.Answered) { At = default }), Token);
        Assert.Empty(await memory.ListRunsAsync(new RunQuery { UnfinishedOnly = true }, Token));
        Assert.Single(await memories.NamesAsync("ended/", Token));
    }

    private static async Task LeaveHalfAddedAsync(BlobMemories memories)
    {
        await memories.Client.CreateAsync(cancellationToken: Token);
        var dying = memories.Open(new FailingRequests(4, Failing.BeforeRequest, forGood: true));
        await Assert.ThrowsAsync<RunMemoryException>(() => dying.AddRunAsync(BlobMemories.Request("run-1"), Token));
    }
}
