using Coordinator.Connections.Oca;

namespace Coordinator.Connections.Tests.Oca;

/// <summary>What every vault promises.</summary>
public abstract class SecretVaultSuite
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two instances on the same place.</summary>
    protected abstract Task<(ISecretVault First, ISecretVault Second)> OpenAsync();

    [Fact]
    public async Task Put_ReplacesWhateverIsThere_ForAll()
    {
        var (first, second) = await OpenAsync();
        Assert.Null(await first.ReadAsync("a", Token));

        await first.PutAsync("a", "one", Token);
        var one = await second.ReadAsync("a", Token);
        await second.PutAsync("a", "two ü", Token);
        var two = await first.ReadAsync("a", Token);

        Assert.Equal(("one", "two ü"), (one!.Content, two!.Content));
        Assert.NotEqual(one.Tag, two.Tag);
        Assert.Null(await first.ReadAsync("b", Token));
    }

    [Fact]
    public async Task Replace_OfWhatHasChanged_LeavesItAsItIs()
    {
        var (first, second) = await OpenAsync();
        await first.PutAsync("a", "one", Token);
        var read = await first.ReadAsync("a", Token);

        Assert.True(await second.ReplaceAsync("a", "two", read!.Tag, Token));
        Assert.False(await first.ReplaceAsync("a", "three", read.Tag, Token));
        Assert.Equal("two", (await first.ReadAsync("a", Token))!.Content);
        Assert.True(await first.DeleteAsync("a", null, Token));
        Assert.False(await first.ReplaceAsync("a", "three", read.Tag, Token));
    }

    [Fact]
    public async Task Delete_OfWhatHasChanged_LeavesItAsItIs()
    {
        var (first, second) = await OpenAsync();
        await first.PutAsync("a", "one", Token);
        var read = await first.ReadAsync("a", Token);
        await second.PutAsync("a", "two", Token);

        Assert.False(await first.DeleteAsync("a", read!.Tag, Token));
        Assert.True(await first.DeleteAsync("a", (await first.ReadAsync("a", Token))!.Tag, Token));
        Assert.False(await second.DeleteAsync("a", null, Token));
        Assert.Null(await second.ReadAsync("a", Token));
    }
}
