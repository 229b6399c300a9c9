using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Indexing;

namespace Coordinator.Core.Tests.DeadLetters;

/// <summary>Defect 13: the original's queue was lost with a purge of <c>oci:*</c>, and read from end to end for each question.</summary>
public sealed class DeadLetterIndexTests : IDisposable
{
    private readonly DeadLetterBench _bench = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task List_ByPage_IsTheSameFromTheIndexAndFromRunMemory()
    {
        await _bench.AddRunsAsync(7);
        await _bench.AddRunsAsync(3, "slack");
        var fromMemory = await PagesAsync(null);
        Assert.Null(await _bench.Index.ReadAsync(new DeadLetterQuery(), Token));

        Assert.True(await _bench.Rebuild.RunWhenNeededAsync(Token));
        Assert.NotNull(await _bench.Index.ReadAsync(new DeadLetterQuery(), Token));
        Assert.Equal(10, fromMemory.Count);
        Assert.Equal(fromMemory, await PagesAsync(null));
        Assert.Equal(["op_slack-02", "op_slack-01", "op_slack-00"], await PagesAsync("slack"));
        Assert.Equal((10L, 3L), ((await _bench.List.ReadAsync(new DeadLetterQuery(), Token)).Total, (await _bench.List.ReadAsync(new DeadLetterQuery { FailureType = "slack" }, Token)).Total));
    }

    [Fact]
    public async Task List_WhenManyFailedInOneMoment_GivesEachOnce()
    {
        foreach (var number in Enumerable.Range(0, 9))
        {
            await _bench.AddAsync(Letters.Run(), [Letters.Of() with { Id = $"op_{number}", RunId = $"{number}" }]);
        }

        await _bench.Rebuild.RunWhenNeededAsync(Token);
        Assert.Equal(Enumerable.Range(0, 9).Select(number => $"op_{number}").Reverse(), await PagesAsync(null));
    }

    [Fact]
    public async Task List_WhenTheStoreWasFlushed_LosesNothing()
    {
        await _bench.AddRunsAsync(3);
        await _bench.Rebuild.RunWhenNeededAsync(Token);
        await _bench.FlushAsync();
        await _bench.AddRunsAsync(1, "slack");
        Assert.Equal(4, (await _bench.IdsAsync()).Count);

        Assert.True(await _bench.Rebuild.RunWhenNeededAsync(Token));
        Assert.Equal((4L, 1L), (await _bench.IndexedAsync(), await _bench.IndexedAsync("slack")));
        Assert.NotNull(await _bench.Index.ReadAsync(new DeadLetterQuery(), Token));
    }

    /// <summary>A letter was noted in another store while the shared one was away; then the old index is back.</summary>
    [Fact]
    public async Task List_WhenTheStoreWasAway_GoesByRunMemoryUntilTheIndexIsBuiltAnew()
    {
        await _bench.AddRunsAsync(2);
        await _bench.Rebuild.RunWhenNeededAsync(Token);
        var marker = (await _bench.Store.ReadAsync(DeadLetterIndex.Marker, Token))!;
        await _bench.Store.DeleteAsync(DeadLetterIndex.Marker, null, Token);
        await _bench.AddRunsAsync(1, "slack");
        await _bench.Store.RemoveFromIndexAsync(DeadLetterIndex.Queue, "op_slack-00", Token);
        await _bench.Store.WriteAsync(DeadLetterIndex.Marker, marker.Value, 0, null, Token);

        Assert.Equal(3, (await _bench.IdsAsync()).Count);
        Assert.Equal(2, await _bench.IndexedAsync());
        Assert.True(await _bench.Rebuild.RunWhenNeededAsync(Token));
        Assert.Equal(3, await _bench.IndexedAsync());
        Assert.NotNull(await _bench.Index.ReadAsync(new DeadLetterQuery(), Token));
    }

    [Fact]
    public async Task Rebuild_WhenNothingIsWrong_ReadsOneDocumentUntilAnHourLater()
    {
        await _bench.Rebuild.RunWhenNeededAsync(Token);
        Assert.False(await _bench.Rebuild.RunWhenNeededAsync(Token));
        await _bench.AddRunsAsync(1, isNoted: false);
        _bench.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(await _bench.Rebuild.RunWhenNeededAsync(Token));
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await _bench.Rebuild.RunWhenNeededAsync(Token));
        Assert.Equal(1, await _bench.IndexedAsync());
    }

    [Fact]
    public async Task Rebuild_WhenTheIndexKnowsWhatIsGone_RemovesIt()
    {
        await _bench.AddRunsAsync(2);
        Assert.True(await _bench.Memory.DeleteLetterAsync("op_timeout-00", 1, Token));
        Assert.Equal(["op_timeout-01"], await _bench.IdsAsync());
        await _bench.Rebuild.RunWhenNeededAsync(Token);
        Assert.Equal((1L, 1L), (await _bench.IndexedAsync(), await _bench.IndexedAsync("timeout")));
    }

    [Fact]
    public async Task Note_WhenALetterFailedForAnotherReason_IsListedUnderThatOnly()
    {
        await _bench.AddRunsAsync(1);
        await _bench.Rebuild.RunWhenNeededAsync(Token);
        var again = Letters.Of(retries: 1) with { Id = "op_timeout-00", RunId = "timeout-00", FailureType = "slack" };
        await _bench.AddAsync([], [again with { RunId = "other" }]);
        Assert.Equal((1L, 0L, 1L), (await _bench.IndexedAsync(), await _bench.IndexedAsync("timeout"), await _bench.IndexedAsync("slack")));
    }

    [Fact]
    public async Task Upkeep_DiscardsWhatIsOlderThanItsRetention()
    {
        await _bench.AddRunsAsync(3);
        await _bench.Upkeep.RunAsync(Token);
        _bench.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1.5));
        await _bench.Upkeep.RunAsync(Token);
        Assert.Equal(["op_timeout-02"], await _bench.IdsAsync());
        Assert.Equal((1L, 1L), (await _bench.IndexedAsync(), await _bench.IndexedAsync("timeout")));
    }

    private async Task<IReadOnlyList<string>> PagesAsync(string? type)
    {
        var (ids, query) = (new List<string>(), new DeadLetterQuery { FailureType = type, Take = 2 });
        while (ids.Count < 20)
        {
            var page = await _bench.List.ReadAsync(query, Token);
            ids.AddRange(page.Items.Select(letter => letter.Id));
            if (page.Next is not { } next)
            {
                break;
            }

            query = query with { After = next };
        }

        return ids;
    }
}
