namespace Coordinator.Core.Runs;

/// <summary>One thing to be done next. It carries all that decides about it, so that carrying it out never looks at the state.</summary>
public abstract record RunAction
{
    /// <summary>Two actions of one key are the same step: the host never has both under way.</summary>
    public abstract string StepKey { get; }

    /// <summary>What failed attempts are recorded under.</summary>
    public virtual string FailureKey => StepKey;

    /// <summary>1 for the first; names the attempt in facts.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Attempts that were spent waiting: see <see cref="StepFailed.Waited"/>.</summary>
    public int Waits { get; init; }

    /// <summary>Since when it stands in line; null: it does not.</summary>
    public DateTimeOffset? QueuedSince { get; init; }

    /// <summary>When the run's time for this step is up, if it works from now on; null: the step takes no time to speak of.</summary>
    public DateTimeOffset? EndBy { get; init; }

    /// <summary>What counts against the number of attempts that are granted.</summary>
    public virtual int Try => Attempt - Waits;

    /// <summary>Whether the fact came of carrying out this action, at this attempt.</summary>
    public virtual bool IsRecordedBy(RunFact fact) =>
        fact switch
        {
            StepFailed failed => failed.Step == FailureKey && failed.Attempt == Attempt,
            StepQueued queued => queued.Step == FailureKey && queued.Attempt == Attempt,
            _ => fact.Key == StepKey,
        };
}

/// <summary>Write the first fact.</summary>
public sealed record StartRun : RunAction
{
    public override string StepKey => "start";
}

/// <summary>Find out who answers: a workflow, the model, or the list of what can be asked.</summary>
public sealed record RouteMessage : RunAction
{
    public override string StepKey => MessageRouted.FactKey;
}

/// <summary>Ask the workflow or the model what comes next.</summary>
/// <param name="Route">Who is asked: see <see cref="MessageRouted"/>.</param>
/// <param name="LastBecause">The limit that is reached: no tools are offered any more, and the answer ends the run. Null: go on.</param>
public sealed record TakeTurn(int Turn, string Route, string? LastBecause) : RunAction
{
    public override string StepKey => TurnTaken.KeyOf(Turn);
}

/// <summary>Carry out a tool call.</summary>
public sealed record CallTool(int Turn, int Index, string Tool) : RunAction
{
    /// <summary>Its arguments were refused before: they are corrected, if it is a read.</summary>
    public bool Correct { get; init; }

    public string Step => $"{Turn}.{Index}";

    /// <summary>A retry took the turn over from another run, where the call failed: it must not change anything.</summary>
    public bool Redone { get; init; }

    public override string StepKey => ToolFinished.KeyOf(Step);
}

/// <summary>Give a tool call a result without carrying it out.</summary>
/// <param name="Reason">For the model and the user.</param>
public sealed record RefuseTool(int Turn, int Index, string Tool, string Reason) : RunAction
{
    public string Step => $"{Turn}.{Index}";

    public override string StepKey => ToolFinished.KeyOf(Step);
}

/// <summary>A person stopped the run: bring a step that is not under way to an end. A write that may have been sent is judged, not forgotten.</summary>
public sealed record CancelStep(string Key) : RunAction
{
    public override string StepKey => Key;
}

/// <summary>Post or update one Slack message.</summary>
/// <param name="Part">0 is the run's main message.</param>
/// <param name="Body">What it says.</param>
/// <param name="KnownTs">The message to update; null posts a new one.</param>
/// <param name="LostSince">An earlier attempt may have been posted: look for it in the thread from then on first.</param>
public sealed record PostReply(int Part, ReplyBody Body, string? KnownTs, DateTimeOffset? LostSince) : RunAction
{
    public bool Final => Body is not StillWorking;

    /// <summary>Counts what an unfinished run tells from time to time; 0: for the first time, or the answer.</summary>
    public int Update { get; init; }

    /// <summary>Failed attempts at this content, not at "working on it" before it.</summary>
    public int Failures { get; init; }

    public override int Try => Failures + 1;

    public override string StepKey => KeyOf(Part);

    /// <summary>A failed "working on it" does not use up the attempts of the answer.</summary>
    public override string FailureKey => Final ? KeyOf(Part) : $"working:{Part}";

    public override bool IsRecordedBy(RunFact fact) => fact switch
    {
        ReplyIntended intended => intended.Part == Part && intended.Attempt == Attempt,
        ReplyPosted posted => posted.Part == Part && posted.Final == Final && (posted.Update ?? 0) == Update,
        _ => base.IsRecordedBy(fact),
    };

    public static string KeyOf(int part) => $"post:{part}";
}

/// <summary>Keep what failed with its request for a later retry.</summary>
/// <param name="FailureType"><c>llm_call</c>, <c>slack</c>, <c>timeout</c>, ...</param>
public sealed record DeadLetterRun(string FailureType, string Error) : RunAction
{
    public const string Routing = "route_message";
    public const string Replying = "post_reply";

    /// <summary>What was being done, in a word: one of these, or who was asked for a turn (<c>model</c>, <c>workflow</c>).</summary>
    public string Operation { get; init; } = Routing;

    public override string StepKey => "dead";
}

/// <summary>Write the last fact, with the answer as its content.</summary>
public sealed record FinishRun(RunStatus Status, ReplyBody Body) : RunAction
{
    public override string StepKey => "finish";
}

/// <summary>Nothing is to be done before <paramref name="Until"/> unless a signal comes.</summary>
/// <param name="Signals">What may come earlier: see <see cref="RunSignals"/>.</param>
public sealed record Wait(RunSignals Signals, DateTimeOffset Until) : RunAction
{
    public override string StepKey => "wait";
}

/// <summary>The run holds what this version does not understand: leave it alone and show it.</summary>
public sealed record Park(string Reason) : RunAction
{
    public override string StepKey => "park";
}

/// <summary>What wakes a waiting run before its time.</summary>
[Flags]
public enum RunSignals
{
    None = 0,

    /// <summary>Something new in the run's inbox.</summary>
    Inbox = 1,
}

/// <summary>What a reply says; the text is made from content when it is posted.</summary>
public abstract record ReplyBody;

/// <summary>Accepted, no answer yet.</summary>
/// <param name="Note">What it waits for; null: it works.</param>
public sealed record StillWorking(string? Note = null) : ReplyBody;

/// <summary>The answer of a turn without calls.</summary>
public sealed record TurnAnswer(int Turn, string Route) : ReplyBody
{
    /// <summary>Calls that failed for good, and that the answer had to do without; null: none.</summary>
    public IReadOnlyList<ToolFinished>? GivenUp { get; init; }
}

/// <summary>The list of what can be asked.</summary>
public sealed record CapabilitiesAnswer : ReplyBody;

/// <summary>The run could not be finished.</summary>
public sealed record FailureReport(string Error) : ReplyBody;

/// <summary>Who stopped the run, and what had been done by then.</summary>
public sealed record StopReport(string By, IReadOnlyList<ToolFinished> Done) : ReplyBody;
