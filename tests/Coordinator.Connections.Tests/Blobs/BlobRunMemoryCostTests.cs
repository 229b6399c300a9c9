using Coordinator.Connections.Blobs;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.Storage;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>Storage operations are what a run costs and what it waits for.</summary>
public sealed class BlobRunMemoryCostTests(AzuriteServer azurite)
{
    private const string RunId = "run-1";

    // The product's limit is 30 for a turn. A change of these numbers changes what a run costs.
    private const int ATurnInOneProcess = 15;
    private const int ATurnInFourProcesses = 24;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATurn_WhenOneProcessCarriesItOut_CostsTheSameAtTheHundredthAsAtTheSecond()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var requests = new FailingRequests();
        var memory = memories.Open(requests);
        await StartAsync(memory);

        var costs = new List<(int Operations, long Bytes)>();
        foreach (var turn in Enumerable.Range(1, 100))
        {
            var (operations, bytes) = (requests.Count, requests.BytesRead);
            await TakeTurnAsync(memories, () => memory, turn);
            costs.Add((requests.Count - operations, requests.BytesRead - bytes));
        }

        Assert.Equal((ATurnInOneProcess, ATurnInOneProcess), (costs[1].Operations, costs[99].Operations));
        Assert.InRange(costs[99].Bytes, 0, 10_000);
    }

    [Fact]
    public async Task ATurn_WhenEveryStepComesToAnotherProcess_StaysWithinTheLimitHoweverLongTheRunIs()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var usual = memories.Open();
        await StartAsync(usual);
        var costs = new Dictionary<int, int>();
        foreach (var turn in Enumerable.Range(1, 100))
        {
            var requests = new FailingRequests();
            await TakeTurnAsync(memories, () => turn is 2 or 100 ? memories.Open(requests) : usual, turn);
            costs[turn] = requests.Count;
        }

        Assert.Equal((ATurnInFourProcesses, ATurnInFourProcesses), (costs[2], costs[100]));
    }

    [Fact]
    public async Task AMessage_WhenItIsNew_CostsFourOperationsAndADuplicateTwo()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        await memories.Open().AddRunAsync(BlobMemories.Request("another"), Token);
        var (first, second) = (new FailingRequests(), new FailingRequests());

        Assert.True(await memories.Open(first).AddRunAsync(BlobMemories.Request(RunId), Token));
        Assert.False(await memories.Open(second).AddRunAsync(BlobMemories.Request(RunId), Token));

        Assert.Equal((4, 2), (first.Count, second.Count));
    }

    [Fact]
    public async Task APageOfRuns_WhenThereAreManyRuns_CostsThreeOperations()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        foreach (var i in Enumerable.Range(1, 60))
        {
            await memory.AddRunAsync(BlobMemories.Request($"run-{i}"), Token);
            if (i % 2 == 0)
                await memory.AppendAsync(new RunWrite($"run-{i}", new RunFinished(RunStatus.Answered) { At = Noon }), Token);
        }

        await memory.FlushHintsAsync(Token);
        var requests = new FailingRequests();

        var runs = await memories.Open(requests).ListRunsAsync(new RunQuery { Take = 50 }, Token);

        Assert.Equal(Enumerable.Range(11, 50).Reverse().Select(i => $"run-{i}"), runs.Select(run => run.Request.RunId));
        Assert.Equal(3, requests.Count);
    }

    /// <summary>Each run asks for it before its first step: with many runs waiting elsewhere it must not read about all of them.</summary>
    [Fact]
    public async Task TheFirstRunOfAThread_IsFoundWithoutAListOfAllOpenRuns()
    {
        await using var memories = await BlobMemories.CreateAsync(azurite);
        var memory = memories.Open();
        foreach (var run in new[] { "first", "second", "third" })
            await memory.AddRunAsync(BlobMemories.Request(run, run == "first" ? "elsewhere" : "here"), Token);
        await memory.FlushHintsAsync(Token);
        var requests = new FailingRequests();

        var runs = await memories.Open(requests).ListRunsAsync(new RunQuery { ThreadKey = "here", UnfinishedOnly = true, OldestFirst = true, Take = 100 }, Token);

        Assert.Equal(["second", "third"], runs.Select(run => run.Request.RunId));
        Assert.Equal([BlobNames.ThreadFolder("here")], requests.Listed);
        Assert.Equal(3, requests.Count);
    }

    /// <summary>As a host does it: the model's turn, then two reads and a write, each step reading what it needs.</summary>
    private static async Task TakeTurnAsync(BlobMemories memories, Func<BlobRunMemory> process, int turn)
    {
        memories.Time.Advance(TimeSpan.FromMinutes(1));
        var memory = process();
        var known = await memory.ReadFactsAsync(RunId, 0, Token);
        Assert.Empty(await memory.ReadInboxAsync(RunId, Token));
        Assert.Empty(await memory.ReadThreadAsync("thread-1", RunId, 5, Token));
        foreach (var stored in known)
            await memory.ReadContentAsync(RunId, stored.Fact.Key, Token);
        await memory.AppendAsync(new RunWrite(RunId, new TurnTaken(turn, []) { At = Noon }) { Content = new string('m', 2_000) }, Token);
        await memory.FlushHintsAsync(Token);
        foreach (var call in Enumerable.Range(0, 3))
        {
            memory = process();
            var step = $"{turn}.{call}";
            Assert.NotNull(await memory.ReadContentAsync(RunId, TurnTaken.KeyOf(turn), Token));
            Assert.DoesNotContain(await memory.ReadEffectsAsync(RunId, Token), known => known.Step == step);
            var intent = new Effect(RunId, step, EffectStatus.Intended, 1, "me", Noon) { Since = Noon };
            await memory.WriteEffectAsync(null, intent, Token);
            var done = new RunWrite(RunId, new ToolFinished(step, "stop", ToolOutcomes.Succeeded) { At = Noon })
            {
                Content = new string('r', 8_000),
                Effect = intent with { Status = EffectStatus.Succeeded },
            };
            await memory.AppendAsync(done, Token);
            await memory.FlushHintsAsync(Token);
        }
    }

    private static async Task StartAsync(BlobRunMemory memory)
    {
        await memory.AddRunAsync(BlobMemories.Request(RunId), Token);
        await memory.AppendAsync(new RunWrite(RunId, new RunStarted(1, new RunLimits(200, 400, 8, TimeSpan.FromMinutes(15), 200_000, 3)) { At = Noon }), Token);
        await memory.FlushHintsAsync(Token);
    }
}
