using Coordinator.Connections.Sqlite;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Core.Tests.DeadLetters;

/// <summary>Letters in run memory and their index in a state store that can be emptied, and be away.</summary>
internal sealed class DeadLetterBench : IRunStarter, IDisposable
{
    public DeadLetterBench()
    {
        Memory = new InMemoryRunMemory(Clock);
        Store = SqliteStateStore.OpenInMemory(Clock);
        Index = new DeadLetterIndex(Store, NullLogger<DeadLetterIndex>.Instance);
        List = new DeadLetterList(Memory, Index);
        Discard = new DeadLetterDiscard(Memory, Index);
        Retry = new DeadLetterRetry(Memory, this, Index, Clock, NullLogger<DeadLetterRetry>.Instance);
        Rebuild = new IndexRebuild(Memory, Store, Index, Clock, NullLogger<IndexRebuild>.Instance);
        Upkeep = new DeadLetterUpkeep(Discard, Rebuild, new DeadLetterOptions(), Clock, NullLogger<DeadLetterUpkeep>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(Letters.At);

    public InMemoryRunMemory Memory { get; }

    public SqliteStateStore Store { get; }

    public DeadLetterIndex Index { get; }

    public DeadLetterList List { get; }

    public DeadLetterDiscard Discard { get; }

    public DeadLetterRetry Retry { get; }

    public IndexRebuild Rebuild { get; }

    public DeadLetterUpkeep Upkeep { get; }

    public List<RunRequest> Started { get; } = [];

    /// <summary>When set, no run can be made durable.</summary>
    public Exception? Broken { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A run with these facts, and the letters that it left; without the index: as if the process had been killed then.</summary>
    public async Task AddAsync(IEnumerable<RunFact> facts, IReadOnlyList<DeadLetter> letters, bool isNoted = true)
    {
        await Memory.AddRunAsync(Letters.Request with { RunId = letters[0].RunId }, Token);
        foreach (var fact in facts)
        {
            await Memory.AppendAsync(new RunWrite(letters[0].RunId, fact), Token);
        }

        var changes = letters.Select(DeadLetterChange.Put).ToList();
        await Memory.AppendAsync(new RunWrite(letters[0].RunId, new InboxRead("x", "x", "x") { At = Letters.At }) { Letters = changes }, Token);
        if (isNoted)
        {
            await Index.NoteAsync(changes, Token);
        }
    }

    /// <summary>Whole runs that failed, a minute apart.</summary>
    public async Task AddRunsAsync(int count, string type = "timeout", bool isNoted = true)
    {
        for (var number = 0; number < count; number++)
        {
            var run = $"{type}-{number:00}";
            await AddAsync(Letters.Run(Letters.Dead(), Letters.Ended(RunStatus.Failed)), [Letters.Of() with { Id = $"op_{run}", RunId = run, FailureType = type, Timestamp = Letters.At.AddMinutes(number) }], isNoted);
        }
    }

    public async Task<IReadOnlyList<string>> IdsAsync(DeadLetterQuery? query = null) => [.. (await List.ReadAsync(query ?? new DeadLetterQuery(), Token)).Items.Select(letter => letter.Id)];

    public Task<long> IndexedAsync(string? type = null) => Store.CountIndexAsync(DeadLetterIndex.QueueOf(type), Token);

    public async Task FlushAsync()
    {
        await Store.PurgeAsync("", [], Token);
    }

    public async Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (Broken is { } broken)
        {
            throw broken;
        }

        Started.Add(request);
        return await Memory.AddRunAsync(request, cancellationToken);
    }

    public Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => Store.Dispose();
}
