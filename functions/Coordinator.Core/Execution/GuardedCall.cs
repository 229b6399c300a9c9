using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A call that passed the gate.</summary>
internal sealed record GuardedCall(CallTool Action, JsonElement Arguments, ToolDefinition Tool, ToolRule Rule)
{
    public string Step => Action.Step;

    /// <summary>How <see cref="Arguments"/> differ from those that were asked for.</summary>
    public IReadOnlyList<string> Corrections { get; init; } = [];

    /// <summary>The time limit of a call that is sent now.</summary>
    public CallLimit LimitAt(DateTimeOffset now) => CallLimit.Of(Rule.TimeLimit, Action.EndBy, now);

    public GuardedTarget TargetIn(StepContext context, DateTimeOffset now) =>
        new(Tool.Server, Tool.Name, Rule.Write ? CallKind.Write : CallKind.Read, LimitAt(now).Time, context.EntryOf(Action)) { Stop = context.Stop };

    public ToolCall ToToolCall(string runId, CallLimit limit, string? effectKey = null, JsonElement? arguments = null) => new()
    {
        RunId = runId,
        StepKey = Step,
        Server = Tool.Server,
        Tool = Tool.Name,
        Arguments = arguments ?? Arguments,
        TimeLimit = limit.Time,
        EffectKey = effectKey,
    };

    public ToolFinished Fact(string outcome, DateTimeOffset now, TimeSpan took, string? reason) => new(Step, Action.Tool, outcome)
    {
        At = now,
        Server = Tool.Server,
        Write = Rule.Write,
        DurationMs = (long)took.TotalMilliseconds,
        Reason = reason,
        Corrected = Corrections.Count > 0 ? Corrections : null,
    };
}
