using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.TestKit.State;

/// <summary>Run memory without a disk, for tests of what stands on it.</summary>
public sealed class InMemoryRunMemory(TimeProvider time) : IRunMemory
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _runs = [];
    private readonly Dictionary<string, DeadLetter> _letters = new(StringComparer.Ordinal);

    /// <summary>When set, every operation throws it.</summary>
    public Exception? Broken { get; set; }

    public Task<bool> AddRunAsync(RunRequest request, CancellationToken cancellationToken) => Locked(() =>
    {
        if (Find(request.RunId) is not null)
        {
            return false;
        }

        _runs.Add(new Entry(request, _runs.Count + 1, time.GetUtcNow()));
        return true;
    });

    public Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken) => Locked(() => Find(runId)?.ToRecord());

    public Task<IReadOnlyList<RunRecord>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) => Locked<IReadOnlyList<RunRecord>>(() =>
    {
        var records = _runs.Select(run => run.ToRecord()).Where(run =>
            (query.Status is null || run.Status == query.Status)
            && (query.ThreadKey is null || run.Request.ThreadKey == query.ThreadKey)
            && (!query.UnfinishedOnly || run.Status is RunStatus.Queued or RunStatus.Running or RunStatus.Waiting or RunStatus.Parked)
            && (query.After is null || (query.OldestFirst ? run.Sequence > query.After : run.Sequence < query.After)));
        return [.. (query.OldestFirst ? records : records.Reverse()).Take(query.Take)];
    });

    public Task<bool> HasThreadAsync(string threadKey, CancellationToken cancellationToken) => Locked(() => _runs.Any(run => run.Request.ThreadKey == threadKey));

    public Task<IReadOnlyList<ThreadExchange>> ReadThreadAsync(string threadKey, string runId, int take, CancellationToken cancellationToken) => Locked<IReadOnlyList<ThreadExchange>>(() =>
        [.. _runs.Where(run => run.Request.ThreadKey == threadKey)
            .TakeWhile(run => run.Request.RunId != runId)
            .Where(run => run.Content.ContainsKey("finish"))
            .TakeLast(take)
            .Select(run => new ThreadExchange(run.Request.RunId, run.Request.Text, run.Content["finish"]))]);

    public Task<IReadOnlyList<StoredFact>> ReadFactsAsync(string runId, long after, CancellationToken cancellationToken) => Locked<IReadOnlyList<StoredFact>>(() =>
        [.. Find(runId)?.Facts.Where(fact => fact.Number > after) ?? []]);

    public Task<StoredFact> AppendAsync(RunWrite write, CancellationToken cancellationToken) => Locked(() =>
    {
        var run = Find(write.RunId) ?? throw new RunMemoryException($"Run {write.RunId} is not there.");
        if (run.Facts.Find(known => known.Fact.Key == write.Fact.Key) is { } earlier)
        {
            return earlier;
        }

        var stored = new StoredFact(run.Facts.Count + 1, write.Fact);
        run.Facts.Add(stored);
        run.UpdatedAt = time.GetUtcNow();
        run.Status = write.Fact is RunFinished finished ? finished.Status : RunStatus.Running;
        if (write.Content is { } content)
        {
            run.Content[write.Fact.Key] = content;
        }

        if (write.Effect is { } effect)
        {
            run.Effects[effect.Step] = effect;
        }

        foreach (var change in write.Letters)
        {
            if (change.Letter is null)
            {
                _letters.Remove(change.Id);
            }
            else if (change.Letter.Replaces(_letters.GetValueOrDefault(change.Id)))
            {
                Put(change.Letter);
            }
        }

        return stored;
    });

    public Task<string?> ReadContentAsync(string runId, string factKey, CancellationToken cancellationToken) => Locked(() => Find(runId)?.Content.GetValueOrDefault(factKey));

    public Task<Effect> WriteEffectAsync(Effect? expected, Effect next, CancellationToken cancellationToken) => Locked(() =>
    {
        var effects = Find(next.RunId)!.Effects;
        var stored = effects.GetValueOrDefault(next.Step);
        return stored == expected ? effects[next.Step] = next : stored!;
    });

    public Task<IReadOnlyList<Effect>> ReadEffectsAsync(string runId, CancellationToken cancellationToken) => Locked<IReadOnlyList<Effect>>(() => Find(runId) is { } run ? [.. run.Effects.Values] : []);

    public Task<bool> AddToInboxAsync(InboxItem item, CancellationToken cancellationToken) => Locked(() =>
    {
        var run = Find(item.RunId);
        if (run is null || run.IsFinished || run.Inbox.Exists(known => known.Id == item.Id))
        {
            return false;
        }

        run.Inbox.Add(item);
        return true;
    });

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(string runId, CancellationToken cancellationToken) => Locked<IReadOnlyList<InboxItem>>(() => [.. Find(runId)?.Inbox ?? []]);

    public Task<IReadOnlyList<DeadLetter>> FindLettersAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<DeadLetter>>(() => [.. ids.Distinct().Select(id => _letters.GetValueOrDefault(id)).OfType<DeadLetter>()]);

    public Task<IReadOnlyList<DeadLetterEntry>> ListLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken) => Locked<IReadOnlyList<DeadLetterEntry>>(() =>
    {
        var entries = Letters(query.FailureType, query.Operation).Select(letter => new DeadLetterEntry(letter.Id, letter.FailureType, letter.Timestamp))
            .Where(entry => query.After is not { } place || DeadLetterPosition.Of(entry).IsBeyond(place, query.OldestFirst))
            .OrderBy(entry => entry.Timestamp).ThenBy(entry => entry.Id, StringComparer.Ordinal);
        return [.. (query.OldestFirst ? entries : entries.Reverse()).Take(query.Take)];
    });

    public Task<long> CountLettersAsync(string? failureType, string? operation, CancellationToken cancellationToken) =>
        Locked(() => Letters(failureType, operation).LongCount());

    public Task<bool> UpdateLetterAsync(DeadLetter letter, CancellationToken cancellationToken) => Locked(() =>
    {
        var isUnchanged = _letters.GetValueOrDefault(letter.Id)?.Version == letter.Version;
        if (isUnchanged)
        {
            Put(letter);
        }

        return isUnchanged;
    });

    public Task<bool> DeleteLetterAsync(string id, long version, CancellationToken cancellationToken) =>
        Locked(() => _letters.GetValueOrDefault(id)?.Version == version && _letters.Remove(id));

    public void NoteStatus(string runId, RunStatus status, DateTimeOffset? wakeAt)
    {
        lock (_lock)
        {
            if (Find(runId) is { } run)
            {
                (run.Status, run.WakeAt) = (status, wakeAt);
            }
        }
    }

    private void Put(DeadLetter letter) => _letters[letter.Id] = letter with { Version = (_letters.GetValueOrDefault(letter.Id)?.Version ?? 0) + 1 };

    private IEnumerable<DeadLetter> Letters(string? failureType, string? operation) =>
        _letters.Values.Where(letter => (failureType ?? letter.FailureType) == letter.FailureType && (operation ?? letter.Operation) == letter.Operation);

    private Entry? Find(string runId) => _runs.Find(run => run.Request.RunId == runId);

    private Task<T> Locked<T>(Func<T> work)
    {
        if (Broken is { } broken)
        {
            return Task.FromException<T>(broken);
        }

        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }

    private sealed class Entry(RunRequest request, long sequence, DateTimeOffset now)
    {
        public RunRequest Request => request;

        public RunStatus Status { get; set; }

        public DateTimeOffset UpdatedAt { get; set; } = now;

        public DateTimeOffset? WakeAt { get; set; }

        public List<StoredFact> Facts { get; } = [];

        public Dictionary<string, string> Content { get; } = [];

        public Dictionary<string, Effect> Effects { get; } = [];

        public List<InboxItem> Inbox { get; } = [];

        public bool IsFinished => Facts.Exists(fact => fact.Fact is RunFinished);

        public RunRecord ToRecord() => new() { Request = request, Status = Status, Sequence = sequence, UpdatedAt = UpdatedAt, WakeAt = WakeAt };
    }
}
