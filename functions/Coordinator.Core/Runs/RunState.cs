using Coordinator.Core.Failures;

namespace Coordinator.Core.Runs;

/// <summary>A run's facts, folded. Results of parallel steps may be applied in any order; applying a fact twice changes nothing.</summary>
public sealed class RunState
{
    private readonly HashSet<string> _applied = [];
    private readonly Dictionary<string, StepFailed> _failures = [];
    private readonly Dictionary<string, int> _failureCounts = [];
    private readonly Dictionary<string, ToolFinished> _tools = [];
    private readonly Dictionary<string, int> _digests = [];
    private readonly Dictionary<string, int> _waits = [];
    private readonly Dictionary<string, StepQueued> _queues = [];
    private readonly HashSet<string> _invalid = [];
    private readonly Dictionary<string, StepFailed> _tries = [];
    private readonly Dictionary<int, ReplyPartState> _parts = [];
    private readonly RunClock _clock = new();

    public RunStarted? Started { get; private set; }

    public MessageRouted? Route { get; private set; }

    public InboxRead? Stop { get; private set; }

    public RunDeadLettered? DeadLettered { get; private set; }

    public RunFinished? Finished { get; private set; }

    /// <summary>Why this version must leave the run alone; null if it need not.</summary>
    public string? ParkedBecause { get; private set; }

    public long TokensUsed { get; private set; }

    public int Resumptions { get; private set; }

    public DateTimeOffset LastFactAt { get; private set; }

    /// <summary>The newest turn; null before the first.</summary>
    public TurnTaken? Turn { get; private set; }

    /// <summary>Calls of the newest turn, in the model's order.</summary>
    public IReadOnlyList<RequestedToolCall> Calls { get; private set; } = [];

    public int ToolCalls { get; private set; }

    /// <summary>Turns that a retry took over from another run; its own limits count from there.</summary>
    public int TurnsTakenOver { get; private set; }

    public static RunState Fold(IEnumerable<RunFact> facts)
    {
        var state = new RunState();
        foreach (var fact in facts)
        {
            state.Apply(fact);
        }

        return state;
    }

    public void Apply(RunFact fact)
    {
        if (!_applied.Add(fact.Key))
        {
            return;
        }

        LastFactAt = fact.At > LastFactAt ? fact.At : LastFactAt;
        switch (fact)
        {
            case RunStarted started: Apply(started); break;
            case RunResumed resumed: Apply(resumed); break;
            case MessageRouted routed: Route = routed; break;
            case TurnTaken turn: Apply(turn); break;
            case ToolFinished tool: _tools[tool.Step] = tool; break;
            case StepFailed failed: Apply(failed); break;
            case StepQueued queued: Apply(queued); break;
            case ReplyIntended intended: PartOf(intended.Part).Apply(intended); break;
            case ReplyPosted posted: PartOf(posted.Part).Apply(posted); break;
            case InboxRead { Kind: InboxRead.StopKind } stop: Stop ??= stop; break;
            case RunDeadLettered dead: DeadLettered = dead; break;
            case RunFinished finished: Finished = finished; break;
            case UnknownFact unknown: ParkedBecause ??= $"It holds a fact of type '{unknown.Type}' that this version does not know."; break;
            default: break;
        }
    }

    /// <summary>The newest failed attempt at a step; null if it never failed.</summary>
    public StepFailed? FailureOf(string stepKey) => _failures.GetValueOrDefault(stepKey);

    /// <summary>How many attempts at a step failed.</summary>
    public int FailuresOf(string stepKey) => _failureCounts.GetValueOrDefault(stepKey);

    public int AttemptAt(string stepKey) => (FailureOf(stepKey)?.Attempt ?? 0) + 1;

    public bool IsFinished(string toolStep) => _tools.ContainsKey(toolStep);

    /// <summary>Attempts at a step that only waited.</summary>
    public int WaitsAt(string stepKey) => _waits.GetValueOrDefault(stepKey);

    /// <summary>Where a step stands in line; null if it does not, or was tried since.</summary>
    public StepQueued? QueueOf(string stepKey) =>
        _queues.GetValueOrDefault(stepKey) is { } queued && queued.Attempt == FailureOf(stepKey)?.Attempt ? queued : null;

    /// <summary>An attempt at the step was refused for its arguments.</summary>
    public bool WasInvalid(string stepKey) => _invalid.Contains(stepKey);

    /// <summary>The newest attempt that was more than waiting may have changed something: how it ended is still to be found out.</summary>
    public bool MayHaveExecuted(string stepKey) => _tries.GetValueOrDefault(stepKey) is { MaybeExecuted: true };

    public ReplyPartState Part(int part) => _parts.GetValueOrDefault(part) ?? ReplyPartState.None;

    /// <summary>Attempts are counted over "working on it" and the answer: both are the same message.</summary>
    public int NextPostAttempt(int part) => 1 + new[]
    {
        Part(part).Intent?.Attempt, FailureOf(PostReply.KeyOf(part))?.Attempt, FailureOf($"working:{part}")?.Attempt,
    }.Max(attempt => attempt ?? 0);

    /// <summary>An announced post of which it is not known whether it stands in the thread.</summary>
    public ReplyIntended? LostPost(int part)
    {
        var known = Part(part);
        return known is { Ts: null, Intent: { } intent } && !IsRefused(PostReply.KeyOf(part), intent) && !IsRefused($"working:{part}", intent)
            ? intent
            : null;
    }

    /// <summary>Time worked on the run: since its start, without the time in which all it did was wait.</summary>
    public TimeSpan WorkedUntil(DateTimeOffset now) => _clock.WorkedUntil(now);

    /// <summary>Tool calls that were carried out or judged, in order of their steps.</summary>
    public IReadOnlyList<ToolFinished> FinishedTools() =>
        [.. _tools.Values.OrderBy(tool => int.Parse(tool.Step.Split('.')[0], null)).ThenBy(tool => int.Parse(tool.Step.Split('.')[1], null))];

    private bool IsRefused(string key, ReplyIntended intent) =>
        FailureOf(key) is { MaybeExecuted: false } failure && failure.Attempt == intent.Attempt;

    private void Apply(RunStarted started)
    {
        Started = started;
        _clock.Start(started.At);
        if (started.PolicyVersion > RunPolicy.Version)
        {
            ParkedBecause ??= $"It was started under policy version {started.PolicyVersion}; this version knows {RunPolicy.Version}.";
        }
    }

    private void Apply(RunResumed resumed)
    {
        Resumptions = Math.Max(Resumptions, resumed.Resumption);
        _clock.Pause(resumed.IdleSince, resumed.At);
    }

    private void Apply(TurnTaken turn)
    {
        if (turn.Origin is not null)
        {
            TurnsTakenOver = Math.Max(TurnsTakenOver, turn.Turn);
            Turn = turn;
            Calls = [.. turn.Calls.Select((call, index) => new RequestedToolCall(turn.Turn, index, call.Tool, 0, 0) { Redone = true })];
            return;
        }

        TokensUsed += turn.InputTokens + turn.OutputTokens;
        var calls = new List<RequestedToolCall>(turn.Calls.Count);
        for (var index = 0; index < turn.Calls.Count; index++)
        {
            var call = turn.Calls[index];
            var repetition = _digests[call.Digest] = _digests.GetValueOrDefault(call.Digest) + 1;
            calls.Add(new RequestedToolCall(turn.Turn, index, call.Tool, ++ToolCalls, repetition));
        }

        Turn = turn;
        Calls = calls;
    }

    private void Apply(StepFailed failed)
    {
        if (failed.RetryAt is { } retryAt)
        {
            _clock.Pause(failed.At, retryAt);
        }

        _failureCounts[failed.Step] = FailuresOf(failed.Step) + 1;
        if (!_failures.TryGetValue(failed.Step, out var other) || other.Attempt < failed.Attempt)
        {
            _failures[failed.Step] = failed;
        }

        if (failed.Class == FailureClass.Validation)
        {
            _invalid.Add(failed.Step);
        }

        if (failed.Waited == true)
        {
            _waits[failed.Step] = WaitsAt(failed.Step) + 1;
        }
        else if (!_tries.TryGetValue(failed.Step, out var tried) || tried.Attempt < failed.Attempt)
        {
            _tries[failed.Step] = failed;
        }
    }

    private void Apply(StepQueued queued)
    {
        Apply(new StepFailed(queued.Step, queued.Attempt, FailureClass.HeldBack, "", queued.RetryAt) { At = queued.At, Waited = true });
        if (!_queues.TryGetValue(queued.Step, out var other) || other.Attempt < queued.Attempt)
        {
            _queues[queued.Step] = queued;
        }
    }

    private ReplyPartState PartOf(int part)
    {
        if (!_parts.TryGetValue(part, out var state))
        {
            _parts[part] = state = new ReplyPartState();
        }

        return state;
    }
}
