using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.TestKit.Intake;

/// <summary>The part of run memory that intake reads: which threads have runs. Everything else is not to be called.</summary>
public sealed class ThreadsOnly(params RunRequest[] unfinished) : IRunMemory
{
    public HashSet<string> Threads { get; } = [.. unfinished.Select(run => run.ThreadKey)];

    public Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken) =>
        Task.FromResult(Threads.Contains(threadKey));

    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunRecord>>(
        [
            .. unfinished
                .Where(run => run.ThreadKey == query.ThreadKey)
                .Select((run, index) => new RunRecord
                {
                    Request = run,
                    Status = RunStatus.Running,
                    Sequence = index,
                    UpdatedAt = run.ReceivedAt,
                })
                .Take(query.Take),
        ]);

    public Task<bool> AddRunAsync(RunRequest request, CancellationToken cancellationToken) => throw Unexpected();

    public Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<ThreadExchange>> ReadThreadAsync(string threadKey, string runId, int take, CancellationToken cancellationToken) =>
        throw Unexpected();

    public Task<IReadOnlyList<StoredFact>> ReadFactsAsync(string runId, long after, CancellationToken cancellationToken) => throw Unexpected();

    public Task<StoredFact> AppendAsync(RunWrite write, CancellationToken cancellationToken) => throw Unexpected();

    public Task<string?> ReadContentAsync(string runId, string factKey, CancellationToken cancellationToken) => throw Unexpected();

    public Task<Effect> WriteEffectAsync(Effect? expected, Effect next, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<Effect>> ReadEffectsAsync(string runId, CancellationToken cancellationToken) => throw Unexpected();

    public Task<bool> AddToInboxAsync(InboxItem item, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(string runId, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<DeadLetter>> FindLettersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<DeadLetterEntry>> ListLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken) => throw Unexpected();

    public Task<long> CountLettersAsync(string? failureType, string? operation, CancellationToken cancellationToken) => throw Unexpected();

    public Task<bool> UpdateLetterAsync(DeadLetter letter, CancellationToken cancellationToken) => throw Unexpected();

    public Task<bool> DeleteLetterAsync(string id, long version, CancellationToken cancellationToken) => throw Unexpected();

    public void NoteStatus(string runId, RunStatus status, DateTimeOffset? wakeAt) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("Intake has no business here.");
}
