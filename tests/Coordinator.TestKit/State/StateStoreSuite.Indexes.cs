using System.Diagnostics;
using Coordinator.Core.State;
using Xunit;

namespace Coordinator.TestKit.State;

public abstract partial class StateStoreSuite
{
    private const string Index = "oci:deadletter:queue";

    [Fact]
    public async Task ReadIndexAsync_WhenAsked_OrdersByScoreThenMember()
    {
        foreach (var (member, score) in new[] { ("c", 2.5), ("b", 1), ("a", 2.5), ("é", 2.5), ("first", double.NegativeInfinity), ("last", double.PositiveInfinity), ("d", -1e15) })
        {
            Assert.True(await Store.AddToIndexAsync(Index, member, score, Token));
        }

        Assert.Equal(["first", "d", "b", "a", "c", "é", "last"], await MembersAsync(new IndexQuery()));
        Assert.Equal(["last", "é", "c", "a", "b", "d", "first"], await MembersAsync(new IndexQuery { Descending = true }));
        Assert.Equal(["b", "a", "c", "é"], await MembersAsync(new IndexQuery { From = 1, To = 2.5 }));
        Assert.Equal(["c", "a"], await MembersAsync(new IndexQuery { From = 1, To = 2.5, Descending = true, Skip = 1, Take = 2 }));
        Assert.Equal(["b", "a"], await MembersAsync(new IndexQuery { Skip = 2, Take = 2 }));
        Assert.Empty(await MembersAsync(new IndexQuery { From = 3, To = 2 }));
        Assert.Empty(await MembersAsync(new IndexQuery { Skip = 7 }));
        Assert.Empty(await MembersAsync(new IndexQuery { Take = 0 }));
        Assert.Equal(new IndexedMember("d", -1e15), (await Store.ReadIndexAsync(Index, new IndexQuery(), Token))[1]);
    }

    [Fact]
    public async Task AddToIndexAsync_WhenItIsThere_MovesIt()
    {
        Assert.True(await Store.AddToIndexAsync(Index, "a", 1, Token));
        Assert.True(await Store.AddToIndexAsync(Index, "b", 2, Token));
        Assert.False(await Store.AddToIndexAsync(Index, "a", 3, Token));

        Assert.Equal(["b", "a"], await MembersAsync(new IndexQuery()));
        Assert.Equal(2, await Store.CountIndexAsync(Index, Token));
    }

    [Fact]
    public async Task RemoveFromIndexAsync_WhenItIsThere_RemovesItOnce()
    {
        await Store.AddToIndexAsync(Index, "a", 1, Token);
        await Store.AddToIndexAsync("other", "a", 1, Token);

        Assert.True(await Store.RemoveFromIndexAsync(Index, "a", Token));
        Assert.False(await Store.RemoveFromIndexAsync(Index, "a", Token));
        Assert.Equal(0, await Store.CountIndexAsync(Index, Token));
        Assert.Equal(1, await Store.CountIndexAsync("other", Token));
        Assert.Equal(["other"], await ScanAsync(""));
        Assert.True(await Store.DeleteAsync("other", null, Token));
        Assert.Equal(0, await Store.CountIndexAsync("other", Token));
    }

    [Fact]
    public async Task ReadIndexAsync_WhenThereAreAHundredThousand_GivesAnyPageWithin50Milliseconds()
    {
        foreach (var some in Enumerable.Range(0, 100_000).Chunk(1_000))
        {
            await Task.WhenAll(some.Select(i => Store.AddToIndexAsync(Index, $"run-{i:D6}", i, Token)));
        }

        Assert.Equal(100_000, await Store.CountIndexAsync(Index, Token));
        foreach (var query in new[]
        {
            new IndexQuery { Take = 50 }, new IndexQuery { Take = 50, Skip = 99_950 }, new IndexQuery { Take = 50, Skip = 50_000, Descending = true }, new IndexQuery { From = 70_000, Take = 500 },
        })
        {
            var (members, best) = (0, TimeSpan.MaxValue);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                var begun = Stopwatch.GetTimestamp();
                members = (await Store.ReadIndexAsync(Index, query, Token)).Count;
                best = Stopwatch.GetElapsedTime(begun) is var took && took < best ? took : best;
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{query}: {best.TotalMilliseconds:0.0} ms");
            Assert.Equal(query.Take, members);
            Assert.True(best < TimeSpan.FromMilliseconds(50), $"{query} took {best.TotalMilliseconds} ms.");
        }
    }

    private async Task<IEnumerable<string>> MembersAsync(IndexQuery query) => (await Store.ReadIndexAsync(Index, query, Token)).Select(member => member.Member);
}
