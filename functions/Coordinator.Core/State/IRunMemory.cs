using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;

namespace Coordinator.Core.State;

/// <summary>
/// What a run must never lose. It belongs to the host and is as durable as its runs: when a task completes, the write survives a crash.
/// Writes are add-if-absent; a second writer is given what the first one stored.
/// </summary>
public interface IRunMemory
{
    /// <summary>Adds the run unless its id is known. False: a duplicate, nothing was changed.</summary>
    Task<bool> AddRunAsync(RunRequest request, CancellationToken cancellationToken);

    Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken);

    /// <summary>What was asked for: it never changes, so a memory need not look again.</summary>
    async Task<RunRequest?> FindRequestAsync(string runId, CancellationToken cancellationToken) => (await FindRunAsync(runId, cancellationToken))?.Request;

    Task<IReadOnlyList<RunRecord>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>Is there a run in that thread, finished or not?</summary>
    Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken);

    /// <summary>The thread's finished exchanges before <paramref name="runId"/>, oldest first, at most <paramref name="take"/>.</summary>
    Task<IReadOnlyList<ThreadExchange>> ReadThreadAsync(string threadKey, string runId, int take, CancellationToken cancellationToken);

    /// <summary>Facts with a number above <paramref name="after"/>, in order.</summary>
    Task<IReadOnlyList<StoredFact>> ReadFactsAsync(string runId, long after, CancellationToken cancellationToken);

    /// <summary>Appends a fact with its content, effect and dead letter as one unit, unless the run has a fact with that key; gives what is stored.</summary>
    Task<StoredFact> AppendAsync(RunWrite write, CancellationToken cancellationToken);

    /// <summary>Content stored with the fact of that key; null if there is none.</summary>
    Task<string?> ReadContentAsync(string runId, string factKey, CancellationToken cancellationToken);

    /// <summary>Compare-and-set of a call's effect: stores <paramref name="next"/> if what is stored equals <paramref name="expected"/> (null: nothing); gives what is stored afterwards.</summary>
    Task<Effect> WriteEffectAsync(Effect? expected, Effect next, CancellationToken cancellationToken);

    Task<IReadOnlyList<Effect>> ReadEffectsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>False: an item with that id is there already, or the run is unknown or finished.</summary>
    Task<bool> AddToInboxAsync(InboxItem item, CancellationToken cancellationToken);

    Task<IReadOnlyList<InboxItem>> ReadInboxAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Whether a page of dead letters and their count cost about the same however many there are: then nobody need ask an index.</summary>
    bool KeepsLettersInOrder => false;

    /// <summary>Dead letters by id, in no order; those that are not there are left out.</summary>
    Task<IReadOnlyList<DeadLetter>> FindLettersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    async Task<DeadLetter?> FindLetterAsync(string id, CancellationToken cancellationToken) => await FindLettersAsync([id], cancellationToken) is [var letter] ? letter : null;

    Task<IReadOnlyList<DeadLetterEntry>> ListLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    /// <summary>How many letters there are of that type and operation; null: of any.</summary>
    Task<long> CountLettersAsync(string? failureType, string? operation, CancellationToken cancellationToken);

    /// <summary>Compare-and-set: stores the letter if the stored one still has its version. False: it was changed or is gone.</summary>
    Task<bool> UpdateLetterAsync(DeadLetter letter, CancellationToken cancellationToken);

    /// <summary>Deletes the letter if it still has that version. False: it was changed or is gone.</summary>
    Task<bool> DeleteLetterAsync(string id, long version, CancellationToken cancellationToken);

    /// <summary>A hint for lists and for the next start; losing it is harmless, so it may be written late.</summary>
    void NoteStatus(string runId, RunStatus status, DateTimeOffset? wakeAt);
}
