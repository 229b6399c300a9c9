using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using CsCheck;

namespace Coordinator.Core.Tests.Live;

public sealed class RunEventHubTests
{
    private const string RunId = "chat-1";

    private readonly InMemoryRunMemory _memory = new(TimeProvider.System);
    private readonly RunEventHub _hub;

    public RunEventHubTests() => _hub = new RunEventHub(_memory);

    [Fact]
    public async Task Subscribe_WhenFactsAreStored_GivesThoseAboveTheNumberThenWhatComes()
    {
        await AddRunAsync();
        await CommitAsync(Fact(1));
        await CommitAsync(Fact(2));
        await using var events = Subscribe(after: 1);

        Assert.Equal("2", await NextAsync(events));
        await CommitAsync(Fact(3));
        Assert.Equal("3", await NextAsync(events));
        _hub.Report(RunId, new RunProgress("text", "turn:1", "hello"));
        Assert.Equal("hello", await NextAsync(events));
        await CommitAsync(End);
        Assert.Equal("4", await NextAsync(events));
        Assert.Null(await NextAsync(events));
    }

    [Fact]
    public async Task Subscribe_WhenACommitIsAnnouncedTwiceLateOrOutOfOrder_GivesEachFactOnceInOrder()
    {
        await AddRunAsync();
        await using var events = Subscribe(after: 0);
        var first = events.MoveNextAsync().AsTask();
        var stored = new List<StoredFact>();
        foreach (var fact in new[] { Fact(1), Fact(2), Fact(3), End })
        {
            stored.Add(await _memory.AppendAsync(new RunWrite(RunId, fact), TestContext.Current.CancellationToken));
        }

        foreach (var index in new[] { 1, 0, 0, 3, 2 })
        {
            _hub.Committed(RunId, stored[index]);
        }

        Assert.True(await first);
        Assert.Equal(["1", "2", "3", "4"], [Describe(events.Current), .. await RestAsync(events)]);
    }

    [Fact]
    public async Task Subscribe_WhenTheWatcherIsSlow_LosesProgressButNoFact()
    {
        await AddRunAsync();
        await using var events = Subscribe(after: 0);
        var first = events.MoveNextAsync().AsTask();
        for (var number = 1; number <= 400; number++)
        {
            _hub.Report(RunId, new RunProgress("text", "turn:1", "word"));
            await CommitAsync(Fact(number));
        }

        await CommitAsync(End);
        Assert.True(await first);
        List<string> all = [Describe(events.Current), .. await RestAsync(events)];

        Assert.Equal(Enumerable.Range(1, 401).Select(number => $"{number}"), all.Where(item => item != "word"));
        Assert.InRange(all.Count(item => item == "word"), 1, 256);
    }

    [Fact]
    public async Task Subscribe_WhenTheRunIsFinished_EndsWhateverTheWatcherHasSeen()
    {
        await AddRunAsync();
        await CommitAsync(Fact(1));
        await CommitAsync(End);

        Assert.Equal(["1", "2"], await RestAsync(Subscribe(after: 0)));
        Assert.Empty(await RestAsync(Subscribe(after: 2)));
        Assert.Empty(await RestAsync(Subscribe(after: 99)));
    }

    [Fact]
    public async Task Subscribe_WhenTheRunHoldsAnUnknownFact_Ends()
    {
        await AddRunAsync();
        await CommitAsync(new UnknownFact("run_paused", "{}") { At = default });

        Assert.Equal(["1"], await RestAsync(Subscribe(after: 0)));
    }

    [Fact]
    public async Task Subscribe_WhenTwoWatchOneRun_TellsBothAndNobodyElse()
    {
        await AddRunAsync();
        await using var one = Subscribe(after: 0);
        await using var two = Subscribe(after: 0);
        var first = one.MoveNextAsync().AsTask();
        var second = two.MoveNextAsync().AsTask();

        _hub.Report("chat-2", new RunProgress("text", "turn:1", "foreign"));
        _hub.Report(RunId, new RunProgress("text", "turn:1", "own"));

        Assert.True(await first && await second);
        Assert.Equal(("own", "own"), (Describe(one.Current), Describe(two.Current)));
    }

    [Fact]
    public async Task Subscribe_WhenCancelled_StopsWaiting()
    {
        await AddRunAsync();
        using var leaving = new CancellationTokenSource();
        await using var events = _hub.SubscribeAsync(RunId, 0, leaving.Token).GetAsyncEnumerator(leaving.Token);
        var next = events.MoveNextAsync().AsTask();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    /// <summary>A watcher that reads while facts are committed must see all of them, however the threads fall.</summary>
    [Fact]
    public async Task Subscribe_WhileFactsAreCommittedByAnotherThread_SeesAllInOrder() => await Gen.Int[1, 600].SampleAsync(async count =>
    {
        var memory = new InMemoryRunMemory(TimeProvider.System);
        var hub = new RunEventHub(memory);
        await memory.AddRunAsync(Request, CancellationToken.None);
        var writer = Task.Run(async () =>
        {
            for (var number = 1; number <= count; number++)
            {
                hub.Committed(RunId, await memory.AppendAsync(new RunWrite(RunId, Fact(number)), CancellationToken.None));
            }

            hub.Committed(RunId, await memory.AppendAsync(new RunWrite(RunId, End), CancellationToken.None));
        });
        var seen = new List<long>();
        await foreach (var happened in hub.SubscribeAsync(RunId, 0, TestContext.Current.CancellationToken))
        {
            seen.Add(((FactRecorded)happened).Stored.Number);
        }

        await writer;
        Assert.Equal(Enumerable.Range(1, count + 1).Select(number => (long)number), seen);
    }, iter: 60);

    private static RunRequest Request => new() { RunId = RunId, ThreadKey = "chat-t", Actor = new Actor("api", "", "ann"), Text = "hello", ReceivedAt = default };

    private static RunFact End => new RunFinished(RunStatus.Answered) { At = default };

    private static InboxRead Fact(int number) => new($"item-{number}", "stop", "ann") { At = default };

    private Task<bool> AddRunAsync() => _memory.AddRunAsync(Request, TestContext.Current.CancellationToken);

    private async Task CommitAsync(RunFact fact) =>
        _hub.Committed(RunId, await _memory.AppendAsync(new RunWrite(RunId, fact), TestContext.Current.CancellationToken));

    private IAsyncEnumerator<RunEvent> Subscribe(long after) =>
        _hub.SubscribeAsync(RunId, after, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private static async Task<string?> NextAsync(IAsyncEnumerator<RunEvent> events) => await events.MoveNextAsync() ? Describe(events.Current) : null;

    private static async Task<List<string>> RestAsync(IAsyncEnumerator<RunEvent> events)
    {
        var all = new List<string>();
        while (await NextAsync(events) is { } next)
        {
            all.Add(next);
        }

        return all;
    }

    private static string Describe(RunEvent happened) => happened switch
    {
        FactRecorded recorded => $"{recorded.Stored.Number}",
        ProgressReported reported => reported.Progress.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
