using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <summary>What the first line of a log says.</summary>
/// <param name="RequestJson">As it was stored.</param>
internal sealed record RunHead(long Sequence, RunRequest Request, string RequestJson)
{
    public RunKey Key { get; } = RunKey.Of(Sequence, Request);
}

/// <summary>A fact with what was stored in its line.</summary>
/// <param name="ContentBlob">Where the content is, if it is not here.</param>
internal sealed record LoggedFact(StoredFact Stored, string? Content, string? ContentBlob);

/// <summary>What the lines of a run's log amount to.</summary>
internal sealed class LoggedRun
{
    private readonly List<LoggedFact> facts = [];
    private readonly Dictionary<string, LoggedFact> byKey = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Effect> effects = new(StringComparer.Ordinal);
    private readonly List<InboxItem> inbox = [];

    /// <summary>Null until the first line is there: the run does not exist.</summary>
    public RunHead? Head { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public RunFinished? Finished { get; private set; }

    public bool IsDeadLettered { get; private set; }

    public bool IsStarted { get; private set; }

    public IReadOnlyCollection<Effect> Effects => effects.Values;

    public IReadOnlyList<InboxItem> Inbox => inbox;

    public LoggedFact? Find(string key) => byKey.GetValueOrDefault(key);

    public Effect? FindEffect(string step) => effects.GetValueOrDefault(step);

    public IReadOnlyList<StoredFact> FactsAfter(long number) =>
        [.. facts.Skip((int)Math.Clamp(number, 0, facts.Count)).Select(fact => fact.Stored)];

    /// <param name="fact">The fact of the line, if the caller has it.</param>
    public void Apply(LogLine line, RunFact? fact = null)
    {
        if (line is { Request: { } request, Sequence: { } sequence })
            Head ??= new RunHead(sequence, RunRequestJson.Deserialize(request), request);
        if (line is { Fact: { } json, Key: { } key })
            Add(key, fact ?? RunFactJson.Deserialize(json), line);
        if (line.Effect is { } effect)
            effects[effect.Step] = effect.ToEffect(Head!.Request.RunId);
        if (line.Item is { } item)
            inbox.Add(item.ToItem(Head!.Request.RunId));

        // An item is somebody's wish, not the run's progress.
        if (line.Item is null)
            UpdatedAt = line.At;
    }

    /// <summary>Where the run stands: what its facts say, then what was noted.</summary>
    public RunStatus StatusWith(RunStatus? noted) =>
        Finished?.Status
        ?? (IsDeadLettered ? RunStatus.Failed
            : noted is { } known and not RunStatus.Queued ? known
            : IsStarted ? RunStatus.Running
            : RunStatus.Queued);

    private void Add(string key, RunFact fact, LogLine line)
    {
        var logged = new LoggedFact(new StoredFact(facts.Count + 1, fact), line.Content, line.ContentBlob);
        if (!byKey.TryAdd(key, logged))
            return;
        facts.Add(logged);
        IsStarted |= fact is RunStarted;
        IsDeadLettered |= fact is RunDeadLettered;
        Finished ??= fact as RunFinished;
    }
}
