using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <content>What every run memory can do. JSON is written and read on the callers' threads: the writer thread is everybody's.</content>
public sealed partial class SqliteRunMemory
{
    public Task<bool> AddRunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var (json, now) = (RunRequestJson.Serialize(request), Now());
        return writer.WriteAsync(db => RunRows.Add(db, request, json, now), cancellationToken, Announce);

        void Announce(bool isNew)
        {
            if (isNew)
                Raise(Added, request.RunId, request);
        }
    }

    public Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        readers.ReadAsync(db => RunRows.Find(db, runId), cancellationToken);

    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<RunRecord>>(db => RunRows.List(db, query), cancellationToken);

    public Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken) =>
        readers.ReadAsync(db => RunRows.HasThread(db, threadKey), cancellationToken);

    public Task<IReadOnlyList<ThreadExchange>> ReadThreadAsync(string threadKey, string runId, int take, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<ThreadExchange>>(db => FactRows.ListExchanges(db, threadKey, runId, take), cancellationToken);

    public Task<IReadOnlyList<StoredFact>> ReadFactsAsync(string runId, long after, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<StoredFact>>(db => FactRows.List(db, runId, after), cancellationToken);

    public async Task<StoredFact> AppendAsync(RunWrite write, CancellationToken cancellationToken)
    {
        if (write.Effect is { } effect && effect.RunId != write.RunId)
            throw new ArgumentException($"The effect is one of run {effect.RunId}.", nameof(write));
        var (json, content, letters, now) = (RunFactJson.Serialize(write.Fact), SqliteText.Write(write.Content), LetterWrite.Of(write.Letters), Now());
        var appended = await writer.WriteAsync(db => FactRows.Append(db, write, json, content, letters, now), cancellationToken, Announce);
        return new StoredFact(appended.Number, appended.Existing is { } existing ? RunFactJson.Deserialize(existing) : write.Fact);

        void Announce(AppendedFact fact)
        {
            if (fact.Existing is null)
                Raise(Committed, write.RunId, new FactCommitted(write.RunId, new StoredFact(fact.Number, write.Fact)));
        }
    }

    public Task<string?> ReadContentAsync(string runId, string factKey, CancellationToken cancellationToken) =>
        readers.ReadAsync(db => FactRows.ReadContent(db, runId, factKey), cancellationToken);

    public Task<Effect> WriteEffectAsync(Effect? expected, Effect next, CancellationToken cancellationToken)
    {
        if (expected is not null && (expected.RunId, expected.Step) != (next.RunId, next.Step))
            throw new ArgumentException("Both effects must be of the same call.", nameof(expected));
        return writer.WriteAsync(db => EffectRows.CompareAndSet(db, expected, next), cancellationToken);
    }

    public Task<IReadOnlyList<Effect>> ReadEffectsAsync(string runId, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<Effect>>(db => EffectRows.List(db, runId), cancellationToken);

    public Task<bool> AddToInboxAsync(InboxItem item, CancellationToken cancellationToken) =>
        writer.WriteAsync(db => InboxRows.Add(db, item), cancellationToken);

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(string runId, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<InboxItem>>(db => InboxRows.List(db, runId), cancellationToken);

    public bool KeepsLettersInOrder => true;

    public Task<IReadOnlyList<DeadLetter>> FindLettersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<DeadLetter>>(db => LetterRows.Find(db, ids), cancellationToken);

    public Task<IReadOnlyList<DeadLetterEntry>> ListLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<DeadLetterEntry>>(db => LetterRows.List(db, query), cancellationToken);

    public Task<long> CountLettersAsync(string? failureType, string? operation, CancellationToken cancellationToken) =>
        readers.ReadAsync(db => LetterRows.Count(db, failureType, operation), cancellationToken);

    public Task<bool> UpdateLetterAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var json = SqliteText.Write(DeadLetterJson.Serialize(letter));
        return writer.WriteAsync(db => LetterRows.Update(db, letter, json), cancellationToken);
    }

    public Task<bool> DeleteLetterAsync(string id, long version, CancellationToken cancellationToken) =>
        writer.WriteAsync(db => LetterRows.Delete(db, id, version), cancellationToken);

    public void NoteStatus(string runId, RunStatus status, DateTimeOffset? wakeAt) => notes.Add(runId, status, wakeAt);

    private string Now() => SqliteTime.Write(time.GetUtcNow());
}
