using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class RunMemorySuite
{
    [Fact]
    public async Task ReadThreadAsync_WhenRunsWereAnswered_GivesThoseBeforeOldestFirst()
    {
        foreach (var i in Enumerable.Range(1, 5))
            await AddRunAsync($"run-{i}");
        await AddRunAsync("elsewhere", "thread-2");
        foreach (var i in new[] { 4, 3, 1, 5 })
            await AnswerAsync($"run-{i}", $"answer {i}");
        await AnswerAsync("elsewhere", "no");

        Assert.Equal([Exchange(1), Exchange(3)], await Memory.ReadThreadAsync("thread-1", "run-4", 10, Token));
        Assert.Equal([Exchange(3), Exchange(4)], await Memory.ReadThreadAsync("thread-1", "run-5", 2, Token));
        Assert.Empty(await Memory.ReadThreadAsync("thread-1", "run-1", 10, Token));
        Assert.Empty(await Memory.ReadThreadAsync("thread-1", "run-5", 0, Token));
        Assert.Empty(await Memory.ReadThreadAsync("nowhere", "run-5", 10, Token));
    }

    [Fact]
    public async Task ReadThreadAsync_WhenRunWasNotAnswered_LeavesItOut()
    {
        foreach (var i in Enumerable.Range(1, 4))
            await AddRunAsync($"run-{i}");
        await AppendAsync("run-1", Finished(RunStatus.Stopped), "stopped");
        await AppendAsync("run-2", Finished(RunStatus.Failed), "failed");
        await AppendAsync("run-3", Finished());

        Assert.Empty(await Memory.ReadThreadAsync("thread-1", "run-4", 10, Token));
    }

    private static ThreadExchange Exchange(int i) => new($"run-{i}", $"question of run-{i}", $"answer {i}");
}
