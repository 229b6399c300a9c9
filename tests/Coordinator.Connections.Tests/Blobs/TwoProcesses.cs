using Coordinator.Connections.Blobs;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>Asks two memories on the same container in turn, as the instances of a function app are asked.</summary>
internal sealed class TwoProcesses(BlobMemories memories) : IRunMemory
{
    private readonly BlobRunMemory[] both = [memories.Open(), memories.Open()];
    private int turn;

    private BlobRunMemory Next => both[Interlocked.Increment(ref turn) % 2];

    public Task<bool> AddRunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        // Arrival is told by the clock, which goes on between arrivals.
        memories.Time.Advance(TimeSpan.FromMicroseconds(1));
        return Next.AddRunAsync(request, cancellationToken);
    }

    public Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken) => Next.FindRunAsync(runId, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) => Next.ListRunsAsync(query, cancellationToken);

    public Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken) => Next.HasThreadAsync(threadKey, cancellationToken);

    public Task<IReadOnlyList<ThreadExchange>> ReadThreadAsync(string threadKey, string runId, int take, CancellationToken cancellationToken) =>
        Next.ReadThreadAsync(threadKey, runId, take, cancellationToken);

    public Task<IReadOnlyList<StoredFact>> ReadFactsAsync(string runId, long after, CancellationToken cancellationToken) => Next.ReadFactsAsync(runId, after, cancellationToken);

    public Task<StoredFact> AppendAsync(RunWrite write, CancellationToken cancellationToken) => Next.AppendAsync(write, cancellationToken);

    public Task<string?> ReadContentAsync(string runId, string factKey, CancellationToken cancellationToken) => Next.ReadContentAsync(runId, factKey, cancellationToken);

    public Task<Effect> WriteEffectAsync(Effect? expected, Effect next, CancellationToken cancellationToken) => Next.WriteEffectAsync(expected, next, cancellationToken);

    public Task<IReadOnlyList<Effect>> ReadEffectsAsync(string runId, CancellationToken cancellationToken) => Next.ReadEffectsAsync(runId, cancellationToken);

    public Task<bool> AddToInboxAsync(InboxItem item, CancellationToken cancellationToken) => Next.AddToInboxAsync(item, cancellationToken);

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(string runId, CancellationToken cancellationToken) => Next.ReadInboxAsync(runId, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> FindLettersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => Next.FindLettersAsync(ids, cancellationToken);

    public Task<IReadOnlyList<DeadLetterEntry>> ListLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken) => Next.ListLettersAsync(query, cancellationToken);

    public Task<long> CountLettersAsync(string? failureType, string? operation, CancellationToken cancellationToken) => Next.CountLettersAsync(failureType, operation, cancellationToken);

    public Task<bool> UpdateLetterAsync(DeadLetter letter, CancellationToken cancellationToken) => Next.UpdateLetterAsync(letter, cancellationToken);

    public Task<bool> DeleteLetterAsync(string id, long version, CancellationToken cancellationToken) => Next.DeleteLetterAsync(id, version, cancellationToken);

    // Hints of one run come from the process that carries it out.
    public void NoteStatus(string runId, RunStatus status, DateTimeOffset? wakeAt) => both[0].NoteStatus(runId, status, wakeAt);

    /// <summary>That process is the last to write.</summary>
    public async Task SettleHintsAsync(CancellationToken cancellationToken)
    {
        await both[1].FlushHintsAsync(cancellationToken);
        await both[0].FlushHintsAsync(cancellationToken);
    }
}
