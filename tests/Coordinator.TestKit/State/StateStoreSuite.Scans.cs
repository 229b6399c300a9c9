using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class StateStoreSuite
{
    [Fact]
    public async Task ScanAsync_WhenThereAreTenThousand_FindsAllThatBeginSo()
    {
        foreach (var some in Enumerable.Range(0, 10_000).Chunk(500))
        {
            await Task.WhenAll(some.Select(i => PutAsync($"oci:cache:{i:D5}", "value")));
        }

        await PutAsync("oci:circuit:{db}", "open");
        await PutAsync("session:1", "me");

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"oci:cache:{i:D5}"), await ScanAsync("oci:cache:"));
        Assert.Equal(["session:1"], await ScanAsync("session:"));
        Assert.Equal(10_002, (await ScanAsync("")).Count);
    }

    [Theory]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a[bc]")]
    [InlineData("a\\")]
    [InlineData("a^")]
    [InlineData("a%")]
    [InlineData("a_")]
    public async Task ScanAsync_WhenThePrefixHoldsSigns_TakesThemAsTheyAre(string prefix)
    {
        foreach (var key in new[] { "a", "ab", "abc", "A*1", prefix, prefix + "1" })
        {
            await PutAsync(key, "value");
        }

        Assert.Equal([prefix, prefix + "1"], await ScanAsync(prefix));
    }

    [Fact]
    public async Task ScanAsync_WhenThereAreAllKinds_FindsThemAll()
    {
        await PutAsync("oci:circuit:{db}", "open");
        await Store.AddToIndexAsync(Index, "run-1", 1, Token);
        await Store.AddToIndexAsync(Index, "run-2", 2, Token);
        await Store.AddToIndexAsync("oci:index", "run-2", 2, Token);
        await AskAsync("holder");

        Assert.Superset(new HashSet<string> { "oci:circuit:{db}", Index, "oci:index", PermitRequest.KeyOf("llm") }, (await ScanAsync("oci:")).ToHashSet());
    }

    [Fact]
    public async Task PurgeAsync_WhenToldWhatToKeep_DeletesTheRestOfTheNamespace()
    {
        await Task.WhenAll(Enumerable.Range(0, 250).Select(i => PutAsync($"oci:cache:{i}", "value")));
        await PutAsync("session:1", "me");
        await Store.AddToIndexAsync(Index, "run-1", 1, Token);
        await Store.AddToIndexAsync("oci:index", "run-1", 1, Token);
        await AskAsync("holder");

        var deleted = await Store.PurgeAsync("oci:", ["oci:deadletter:", "oci:cache:7"], Token);

        Assert.InRange(deleted, 250 - 11 + 2, 250 - 11 + 3);
        Assert.Equal(1, await Store.CountIndexAsync(Index, Token));
        Assert.Equal([.. Enumerable.Range(0, 250).Where(i => $"{i}".StartsWith('7')).Select(i => $"oci:cache:{i}").Append(Index).Order(StringComparer.Ordinal), "session:1"], await ScanAsync(""));
        Assert.Equal(new PoolUse(0, 0), await Store.ReadPoolAsync("llm", Token));
        Assert.Equal(0, await Store.PurgeAsync("nothing:", [], Token));
    }
}
