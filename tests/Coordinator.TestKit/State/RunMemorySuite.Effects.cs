using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class RunMemorySuite
{
    [Fact]
    public async Task WriteEffectAsync_WhenStoredEqualsExpected_StoresNext()
    {
        await AddRunAsync("run-1");
        var first = Intent("run-1", "me");
        var second = first with { Status = EffectStatus.NotExecuted, Detail = "refused" };
        var third = Intent("run-1", "you") with { Attempt = 2 };

        Assert.Equal(first, await Memory.WriteEffectAsync(null, first, Token));
        Assert.Equal(second, await Memory.WriteEffectAsync(first, second, Token));
        Assert.Equal(third, await Memory.WriteEffectAsync(second, third, Token));

        Assert.Equal([third], await Memory.ReadEffectsAsync("run-1", Token));
    }

    public static TheoryData<Effect?> AlmostEqual =>
    [
        (Effect?)null,
        Intent("run-1", "me") with { Status = EffectStatus.Unknown },
        Intent("run-1", "me") with { Attempt = 2 },
        Intent("run-1", "other"),
        Intent("run-1", "me") with { Deadline = Noon },
        Intent("run-1", "me") with { Detail = "" },
    ];

    [Theory]
    [MemberData(nameof(AlmostEqual), DisableDiscoveryEnumeration = true)]
    public async Task WriteEffectAsync_WhenStoredDiffers_ChangesNothingAndGivesStored(Effect? expected)
    {
        await AddRunAsync("run-1");
        var stored = await Memory.WriteEffectAsync(null, Intent("run-1", "me"), Token);

        Assert.Equal(stored, await Memory.WriteEffectAsync(expected, Intent("run-1", "you"), Token));

        Assert.Equal([stored], await Memory.ReadEffectsAsync("run-1", Token));
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud83d')]
    public async Task WriteEffectAsync_WhenDetailIsAnyText_IsEqualToItselfLater(char odd)
    {
        var detail = new string('x', 3000) + odd + "rest";
        await AddRunAsync("run-1");
        var failed = Intent("run-1", "me") with { Status = EffectStatus.NotExecuted, Detail = detail };
        await Memory.WriteEffectAsync(null, failed, Token);

        var next = await Memory.WriteEffectAsync(failed, Intent("run-1", "you"), Token);

        Assert.Equal(Intent("run-1", "you"), next);
    }

    [Fact]
    public async Task WriteEffectAsync_WhenFiftyWantTheSameStep_ExactlyOneOwnsIt()
    {
        await AddRunAsync("run-1");

        var seen = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Task.Run(() => Memory.WriteEffectAsync(null, Intent("run-1", $"{i}"), Token), Token)));

        var stored = Assert.Single(await Memory.ReadEffectsAsync("run-1", Token));
        Assert.All(seen, effect => Assert.Equal(stored, effect));
    }

    [Fact]
    public async Task WriteEffectAsync_WhenFiftyTakeOverTheSameIntent_ExactlyOneOwnsIt()
    {
        await AddRunAsync("run-1");
        var left = await Memory.WriteEffectAsync(null, Intent("run-1", "dead"), Token);

        var seen = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Task.Run(() => Memory.WriteEffectAsync(left, left with { Owner = $"{i}", Attempt = 2 }, Token), Token)));

        var stored = Assert.Single(await Memory.ReadEffectsAsync("run-1", Token));
        Assert.All(seen, effect => Assert.Equal(stored, effect));
        Assert.Equal(2, stored.Attempt);
    }

    [Fact]
    public async Task WriteEffectAsync_WhenRunIsUnknownOrNothingIsStored_Fails()
    {
        await Assert.ThrowsAsync<RunMemoryException>(() => Memory.WriteEffectAsync(null, Intent("run-1", "me"), Token));
        await AddRunAsync("run-1");
        await Assert.ThrowsAsync<RunMemoryException>(() => Memory.WriteEffectAsync(Intent("run-1", "me"), Intent("run-1", "you"), Token));

        Assert.Empty(await Memory.ReadEffectsAsync("run-1", Token));
    }

    [Fact]
    public async Task ReadEffectsAsync_WhenSeveralRuns_GivesThatRunsOnly()
    {
        await AddRunAsync("run-1");
        await AddRunAsync("run-2");
        await Memory.WriteEffectAsync(null, Intent("run-1", "me", "1.0"), Token);
        await Memory.WriteEffectAsync(null, Intent("run-1", "me", "1.1"), Token);
        await Memory.WriteEffectAsync(null, Intent("run-2", "me", "1.0"), Token);

        Assert.Equal(["1.0", "1.1"], (await Memory.ReadEffectsAsync("run-1", Token)).Select(effect => effect.Step).Order());
        Assert.Equal([Intent("run-2", "me")], await Memory.ReadEffectsAsync("run-2", Token));
        Assert.Empty(await Memory.ReadEffectsAsync("nobody", Token));
    }
}
