using Coordinator.Connections.Blobs;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

public sealed class RecentLogsTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UseAsync_WhenCopiesTakeTooMuchRoom_DropsTheLeastRecentlyUsed()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        foreach (var id in new[] { "a", "b", "c" })
            await memory.AddRunAsync(BlobMemories.Request(id) with { Text = new string('x', 100_000) }, Token);
        var logs = new RecentLogs(new RunContainer(memories.Client, TimeSpan.FromSeconds(60), TimeProvider.System), 500_000, memories.Time);

        Assert.False(await IsKeptAsync("a"));
        Assert.False(await IsKeptAsync("b"));
        Assert.True(await IsKeptAsync("a"));
        Assert.False(await IsKeptAsync("c"));

        Assert.True(await IsKeptAsync("a"));
        Assert.False(await IsKeptAsync("b"));

        memories.Time.Advance(RecentLogs.LongestKept + TimeSpan.FromSeconds(1));
        Assert.False(await IsKeptAsync("b"));
        Assert.True(await IsKeptAsync("b"));

        Task<bool> IsKeptAsync(string run) => logs.UseAsync(
            run,
            async log =>
            {
                var isKept = log.Run.Head is not null;
                await log.LoadAsync(Token);
                return isKept;
            },
            Token);
    }
}
