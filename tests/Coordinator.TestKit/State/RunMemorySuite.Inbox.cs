using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class RunMemorySuite
{
    [Fact]
    public async Task AddToInboxAsync_WhenRunIsUnfinished_KeepsItemsInOrderOfArrival()
    {
        await AddRunAsync("run-1");
        await AddRunAsync("run-2");

        Assert.True(await Memory.AddToInboxAsync(Stop("run-1", "z"), Token));
        Assert.True(await Memory.AddToInboxAsync(Stop("run-1", "a"), Token));
        Assert.True(await Memory.AddToInboxAsync(Stop("run-2", "z"), Token));

        Assert.Equal([Stop("run-1", "z"), Stop("run-1", "a")], await Memory.ReadInboxAsync("run-1", Token));
        Assert.Empty(await Memory.ReadInboxAsync("nobody", Token));
    }

    [Fact]
    public async Task AddToInboxAsync_WhenIdIsKnown_KeepsTheFirst()
    {
        await AddRunAsync("run-1");

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Task.Run(() => Memory.AddToInboxAsync(Stop("run-1") with { By = $"U{i}" }, Token), Token)));

        Assert.Single(added, first => first);
        var item = Assert.Single(await Memory.ReadInboxAsync("run-1", Token));
        Assert.Equal($"U{Array.IndexOf(added, true)}", item.By);
    }

    [Fact]
    public async Task AddToInboxAsync_WhenRunIsUnknownOrFinished_IsFalse()
    {
        await AddRunAsync("run-1");
        await AnswerAsync("run-1", "yes");

        Assert.False(await Memory.AddToInboxAsync(Stop("run-1"), Token));
        Assert.False(await Memory.AddToInboxAsync(Stop("nobody"), Token));
        Assert.Empty(await Memory.ReadInboxAsync("run-1", Token));
    }
}
