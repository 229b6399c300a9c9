using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <content>What every run memory can do.</content>
public sealed partial class BlobRunMemory
{
    public Task<bool> AddRunAsync(RunRequest request, CancellationToken cancellationToken) =>
        UseAsync(request.RunId, log => AddAsync(log, request, cancellationToken), cancellationToken);

    public Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        UseAsync(runId, log => FindAsync(log, cancellationToken), cancellationToken);

    public Task<RunRequest?> FindRequestAsync(string runId, CancellationToken cancellationToken) => UseAsync(
        runId,
        async log =>
        {
            await log.LoadAsync(cancellationToken);
            return log.Run.Head?.Request;
        },
        cancellationToken);

    public async Task<IReadOnlyList<RunRecord>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var runs = new List<RunRecord>();
        foreach (var entry in await lists.ListAsync(query, cancellationToken))
        {
            if (runs.Count >= query.Take)
                break;
            if (entry.ToRecord() is { } known)
                runs.Add(known);
            else if (await ReadEntryAsync(entry, cancellationToken) is { } read && (query.Status ?? read.Status) == read.Status)
                runs.Add(read);
        }

        return runs;
    }

    public Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken) => lists.HasThreadAsync(threadKey, cancellationToken);

    public async Task<IReadOnlyList<ThreadExchange>> ReadThreadAsync(string threadKey, string runId, int take, CancellationToken cancellationToken)
    {
        var exchanges = new List<ThreadExchange>();
        if (take <= 0 || await HeadOfAsync(runId, cancellationToken) is not { } own)
            return exchanges;
        await foreach (var entry in lists.AnsweredBeforeAsync(threadKey, own.Sequence, cancellationToken))
        {
            if (await ReadExchangeAsync(entry, cancellationToken) is { } exchange)
                exchanges.Add(exchange);
            if (exchanges.Count == take)
                break;
        }

        exchanges.Reverse();
        return exchanges;
    }

    public Task<IReadOnlyList<StoredFact>> ReadFactsAsync(string runId, long after, CancellationToken cancellationToken) =>
        ReadAsync(runId, run => run.FactsAfter(after), cancellationToken);

    public Task<StoredFact> AppendAsync(RunWrite write, CancellationToken cancellationToken)
    {
        if (write.Effect is { } effect && effect.RunId != write.RunId)
            throw new ArgumentException($"The effect is one of run {effect.RunId}.", nameof(write));
        return UseAsync(write.RunId, log => AppendAsync(log, write, cancellationToken), cancellationToken);
    }

    public Task<string?> ReadContentAsync(string runId, string factKey, CancellationToken cancellationToken) => UseAsync(
        runId,
        async log =>
        {
            // What a fact holds never changes: there is nothing new to be read of a known one.
            if (log.Run.Find(factKey) is null)
                await log.RefreshAsync(cancellationToken);
            return log.Run.Find(factKey) is { } fact ? await log.ReadContentAsync(fact, cancellationToken) : null;
        },
        cancellationToken);

    public Task<Effect> WriteEffectAsync(Effect? expected, Effect next, CancellationToken cancellationToken)
    {
        if (expected is not null && (expected.RunId, expected.Step) != (next.RunId, next.Step))
            throw new ArgumentException("Both effects must be of the same call.", nameof(expected));
        return UseAsync(next.RunId, log => WriteEffectAsync(log, expected, next, cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<Effect>> ReadEffectsAsync(string runId, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<Effect>>(runId, run => [.. run.Effects], cancellationToken);

    public Task<bool> AddToInboxAsync(InboxItem item, CancellationToken cancellationToken) => UseAsync(
        item.RunId,
        async log =>
        {
            await log.LoadAsync(cancellationToken);
            var line = new LogLine { At = time.GetUtcNow(), Item = LoggedItem.Of(item) };
            while (log.Run is { Head: not null, Finished: null } run && run.Inbox.All(known => known.Id != item.Id))
            {
                if (await log.TryAppendAsync(line, null, cancellationToken))
                    return true;
            }

            return false;
        },
        cancellationToken);

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(string runId, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<InboxItem>>(runId, run => [.. run.Inbox], cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> FindLettersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => letters.FindAsync(ids, cancellationToken);

    public Task<IReadOnlyList<DeadLetterEntry>> ListLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken) => letters.ListAsync(query, cancellationToken);

    public Task<long> CountLettersAsync(string? failureType, string? operation, CancellationToken cancellationToken) => letters.CountAsync(failureType, operation, cancellationToken);

    public Task<bool> UpdateLetterAsync(DeadLetter letter, CancellationToken cancellationToken) => letters.UpdateAsync(letter, cancellationToken);

    public Task<bool> DeleteLetterAsync(string id, long version, CancellationToken cancellationToken) => letters.DeleteAsync(id, version, cancellationToken);

    public void NoteStatus(string runId, RunStatus status, DateTimeOffset? wakeAt) => hints.Add(runId, status, wakeAt);

    private Task<T> ReadAsync<T>(string runId, Func<LoggedRun, T> read, CancellationToken cancellationToken) => UseAsync(
        runId,
        async log =>
        {
            await log.RefreshAsync(cancellationToken);
            return read(log.Run);
        },
        cancellationToken);
}
