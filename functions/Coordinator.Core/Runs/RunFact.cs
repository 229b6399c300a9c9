using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Runs;

/// <summary>
/// Something that happened in a run. Small: content lives beside it in run memory under the same <see cref="Key"/>.
/// A run's facts have distinct keys, so that a step done twice is recorded once.
/// </summary>
public abstract record RunFact
{
    public const int CurrentSchemaVersion = 1;

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    public required DateTimeOffset At { get; init; }

    /// <summary>The run in which it happened, if a retry took it over from there; null: this one.</summary>
    public string? Origin { get; init; }

    /// <summary>Members written by a newer version, kept as they are. Settable, because source-generated JSON cannot initialise extension data.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <summary>Unique within the run; content belonging to the fact is stored under it.</summary>
    [JsonIgnore]
    public abstract string Key { get; }
}

/// <summary>The first fact: freezes limits and policy version.</summary>
public sealed record RunStarted(int PolicyVersion, RunLimits Limits) : RunFact
{
    public override string Key => "start";
}

/// <summary>The host came back. The time since <paramref name="IdleSince"/> was nobody's work and does not count against the deadline.</summary>
public sealed record RunResumed(int Resumption, DateTimeOffset IdleSince) : RunFact
{
    public override string Key => $"resume:{Resumption}";
}

/// <summary>Who answers the message. Content: the pinned workflow with its parameters, if there is one.</summary>
/// <param name="Route"><c>workflow</c>, <c>model</c>, <c>tool</c> (the one call that was asked for) or <c>capabilities</c> (the honest list of what can be asked).</param>
/// <param name="Workflow">Name of the workflow.</param>
public sealed record MessageRouted(string Route, string? Workflow) : RunFact
{
    public const string FactKey = "route";

    public const string ToWorkflow = "workflow";

    public const string ToModel = "model";

    public const string ToTool = "tool";

    public const string ToCapabilities = "capabilities";

    public override string Key => FactKey;
}

/// <summary>A model or a workflow said what comes next: tool calls, or (no calls) the answer. Content: the whole message with the calls' arguments.</summary>
/// <param name="Turn">1 for the first.</param>
/// <param name="Calls">In the order of the message; their step keys are <c>{turn}.{index}</c>.</param>
public sealed record TurnTaken(int Turn, IReadOnlyList<RequestedCall> Calls) : RunFact
{
    public override string Key => KeyOf(Turn);

    public string? Model { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long DurationMs { get; init; }

    public static string KeyOf(int turn) => $"turn:{turn}";
}

/// <summary>A tool call as a turn asked for it.</summary>
/// <param name="Tool">Exact name, as the model or workflow gave it.</param>
/// <param name="Digest">Hash of tool and arguments: equal calls have equal digests.</param>
public sealed record RequestedCall(string Tool, string Digest);

/// <summary>How a tool call ended. Content: the result as the model sees it.</summary>
/// <param name="Step"><c>{turn}.{index}</c>.</param>
/// <param name="Outcome">See <see cref="ToolOutcomes"/>.</param>
public sealed record ToolFinished(string Step, string Tool, string Outcome) : RunFact
{
    public override string Key => KeyOf(Step);

    public string? Server { get; init; }

    /// <summary>True for a call that changes something.</summary>
    public bool Write { get; init; }

    public long DurationMs { get; init; }

    /// <summary>For the user: why it failed, was refused or is unknown.</summary>
    public string? Reason { get; init; }

    /// <summary>What was changed in the arguments before they were sent, one sentence each; null: nothing.</summary>
    public IReadOnlyList<string>? Corrected { get; init; }

    /// <summary>What kind of thing went wrong, where that is known; null if nothing did, or it is the tool's own error.</summary>
    public FailureClass? Class { get; init; }

    public static string KeyOf(string step) => $"tool:{step}";
}

/// <summary>The values of <see cref="ToolFinished.Outcome"/>.</summary>
public static class ToolOutcomes
{
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";

    /// <summary>Not carried out: policy, limits, unknown tool, bad arguments.</summary>
    public const string Refused = "refused";

    /// <summary>A write that may or may not have happened; a person must look.</summary>
    public const string Unknown = "unknown";

    /// <summary>Stopped by a person before an answer came.</summary>
    public const string Cancelled = "cancelled";
}

/// <summary>An attempt at a step failed. With <paramref name="RetryAt"/> it is tried again then; without, the step has failed for good.</summary>
/// <param name="Step">Key of the fact that the step was to bring: <c>turn:2</c>, <c>tool:1.0</c>, <c>reply:0</c>.</param>
/// <param name="Attempt">1 for the first.</param>
public sealed record StepFailed(string Step, int Attempt, FailureClass Class, string Message, DateTimeOffset? RetryAt) : RunFact
{
    /// <summary>False only when it is certain that the attempt changed nothing.</summary>
    public bool MaybeExecuted { get; init; }

    /// <summary>Nothing was tried, only waited for (an earlier attempt's time, a tool server that is coming up): it leaves the attempts granted to the step untouched. Null is no.</summary>
    public bool? Waited { get; init; }

    public override string Key => $"fail:{Step}:{Attempt}";
}

/// <summary>
/// A step stands in line: its partition is full. It asks again at <paramref name="RetryAt"/>; meanwhile the state store keeps its place. Nothing was tried, and no attempt is used up.
/// </summary>
/// <param name="Step">As in <see cref="StepFailed"/>.</param>
/// <param name="Attempt">As in <see cref="StepFailed"/>: the two are counted together.</param>
/// <param name="Position">From 1.</param>
/// <param name="Since">When it came to stand there.</param>
public sealed record StepQueued(string Step, int Attempt, string Partition, int Position, DateTimeOffset Since, DateTimeOffset RetryAt) : RunFact
{
    public override string Key => $"queued:{Step}:{Attempt}";
}

/// <summary>A Slack message is about to be posted. If no <see cref="ReplyPosted"/> follows it is searched for before it is posted again.</summary>
public sealed record ReplyIntended(int Part, int Attempt) : RunFact
{
    public override string Key => $"intent:{Part}:{Attempt}";
}

/// <summary>A Slack message stands in the thread.</summary>
/// <param name="Part">0 is the run's main message; long answers have more.</param>
/// <param name="Final">True when it carries the answer; false for "working on it".</param>
public sealed record ReplyPosted(int Part, string Ts, bool Final) : RunFact
{
    /// <summary>True if it was found in the thread instead of posted.</summary>
    public bool Healed { get; init; }

    /// <summary>Parts of the whole answer; 0 while unknown.</summary>
    public int Parts { get; init; }

    /// <summary>Of "working on it": from 1 for each time that it says something new; null for the first.</summary>
    public int? Update { get; init; }

    /// <summary>What "working on it" says beside that.</summary>
    public string? Note { get; init; }

    public override string Key => Update is { } update ? $"{KeyOf(Part, Final)}:{update}" : KeyOf(Part, Final);

    public static string KeyOf(int part, bool final) => final ? $"reply:{part}" : $"working:{part}";
}

/// <summary>An inbox item was taken up.</summary>
/// <param name="Kind"><c>stop</c>.</param>
public sealed record InboxRead(string ItemId, string Kind, string By) : RunFact
{
    public const string StopKind = "stop";

    public override string Key => $"inbox:{ItemId}";
}

/// <summary>The run cannot be finished; it is kept as a dead letter, from which it can be retried.</summary>
public sealed record RunDeadLettered(string FailureType, string Error) : RunFact
{
    public override string Key => "dead";
}

/// <summary>The last fact.</summary>
public sealed record RunFinished(RunStatus Status) : RunFact
{
    public override string Key => "finish";
}

/// <summary>A fact of a type or version this build does not know. The run that holds it is parked.</summary>
public sealed record UnknownFact(string Type, string Json) : RunFact
{
    public override string Key => $"unknown:{Type}";
}
