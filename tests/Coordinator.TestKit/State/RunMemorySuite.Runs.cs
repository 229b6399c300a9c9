using System.Text.Json;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class RunMemorySuite
{
    [Fact]
    public async Task AddRunAsync_WhenIdIsNew_KeepsTheWholeRequest()
    {
        var request = Request("run-1") with
        {
            EventId = "Ev1", TeamId = "T2", EnterpriseId = "E1", TraceParent = "00-a-b-01", Text = "ünïcödé \0 \" 🚀",
            More = new() { ["mood"] = JsonDocument.Parse("""{"grim":true}""").RootElement },
        };

        Assert.True(await Memory.AddRunAsync(request, Token));

        var run = await FindAsync("run-1");
        Assert.Equal(RunRequestJson.Serialize(request), RunRequestJson.Serialize(run.Request));
        Assert.Equal((RunStatus.Queued, null), (run.Status, run.WakeAt));
    }

    [Fact]
    public async Task AddRunAsync_WhenIdIsKnown_ChangesNothing()
    {
        await AddRunAsync("run-1");
        await AppendAsync("run-1", Started());
        var before = await FindAsync("run-1");

        Assert.False(await Memory.AddRunAsync(Request("run-1", "thread-2") with { Text = "other" }, Token));

        Assert.Equal(before, await FindAsync("run-1"));
        Assert.False(await Memory.HasThreadAsync("thread-2", Token));
    }

    [Fact]
    public async Task AddRunAsync_WhenIdIsFinished_IsADuplicate()
    {
        await AddRunAsync("run-1");
        await AnswerAsync("run-1", "yes");

        Assert.False(await Memory.AddRunAsync(Request("run-1"), Token));
    }

    [Fact]
    public async Task AddRunAsync_WhenOneIdComesAHundredTimesAtOnce_ExactlyOneIsTrue()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Memory.AddRunAsync(Request("run-1"), Token), Token)));

        Assert.Single(added, first => first);
        Assert.Equal(["run-1"], await ListAsync(new RunQuery()));
    }

    [Fact]
    public async Task FindRunAsync_WhenIdIsUnknown_IsNull() => Assert.Null(await Memory.FindRunAsync("nobody", Token));

    [Fact]
    public async Task HasThreadAsync_WhenARunIsThere_IsTrueFinishedOrNot()
    {
        Assert.False(await Memory.HasThreadAsync("thread-1", Token));
        await AddRunAsync("run-1");
        Assert.True(await Memory.HasThreadAsync("thread-1", Token));
        await AnswerAsync("run-1", "yes");
        Assert.True(await Memory.HasThreadAsync("thread-1", Token));
    }

    [Fact]
    public async Task ListRunsAsync_WhenAsked_FiltersOrdersAndPages()
    {
        foreach (var i in Enumerable.Range(1, 6))
            await AddRunAsync($"run-{i}", i % 2 == 0 ? "even" : "odd");
        await AnswerAsync("run-2", "yes");
        await AppendAsync("run-3", Finished(RunStatus.Stopped));

        Assert.Equal(["run-6", "run-5", "run-4", "run-3", "run-2", "run-1"], await ListAsync(new RunQuery()));
        Assert.Equal(["run-1", "run-4", "run-5", "run-6"], await ListAsync(new RunQuery { UnfinishedOnly = true, OldestFirst = true }));
        Assert.Equal(["run-6", "run-4", "run-2"], await ListAsync(new RunQuery { ThreadKey = "even" }));
        Assert.Equal(["run-3"], await ListAsync(new RunQuery { Status = RunStatus.Stopped }));
        Assert.Equal(["run-6", "run-4"], await ListAsync(new RunQuery { ThreadKey = "even", Status = RunStatus.Queued, UnfinishedOnly = true }));
        Assert.Empty(await ListAsync(new RunQuery { Take = 0 }));
        var third = (await FindAsync("run-3")).Sequence;
        Assert.Equal(["run-2", "run-1"], await ListAsync(new RunQuery { After = third }));
        Assert.Equal(["run-4", "run-5"], await ListAsync(new RunQuery { After = third, OldestFirst = true, Take = 2 }));
    }

    [Fact]
    public async Task ListRunsAsync_WhenManyCameAtOnce_PagesMeetEachOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => AddRunAsync($"run-{i}")));
        var seen = new List<RunRecord>();
        while (await Memory.ListRunsAsync(new RunQuery { After = seen.LastOrDefault()?.Sequence }, Token) is { Count: > 0 } page)
            seen.AddRange(page);

        Assert.Equal(120, seen.DistinctBy(run => run.Request.RunId).Count());
        Assert.Equal(seen.OrderByDescending(run => run.Sequence), seen);
        Assert.Equal(120, seen.Count);
    }

    [Fact]
    public async Task NoteStatus_WhenUnfinished_IsShownAndTheLastOneWins()
    {
        await AddRunAsync("run-1");
        Memory.NoteStatus("run-1", RunStatus.Running, null);
        Memory.NoteStatus("run-1", RunStatus.Waiting, Noon.AddHours(1));
        Memory.NoteStatus("nobody", RunStatus.Waiting, null);
        await SettleHintsAsync();

        var run = await FindAsync("run-1");
        Assert.Equal((RunStatus.Waiting, Noon.AddHours(1)), (run.Status, run.WakeAt));
        Assert.Equal(["run-1"], await ListAsync(new RunQuery { Status = RunStatus.Waiting }));
    }

    [Fact]
    public async Task NoteStatus_WhenFinished_IsIgnored()
    {
        await AddRunAsync("run-1");
        Memory.NoteStatus("run-1", RunStatus.Waiting, Noon);
        await AnswerAsync("run-1", "yes");
        Memory.NoteStatus("run-1", RunStatus.Running, Noon);
        await SettleHintsAsync();

        var run = await FindAsync("run-1");
        Assert.Equal((RunStatus.Answered, null), (run.Status, run.WakeAt));
    }
}
