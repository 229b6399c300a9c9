using System.Text.Json;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A call that passed the gate.</summary>
internal sealed record GuardedCall(CallTool Action, JsonElement Arguments, ToolDefinition Tool, ToolRule Rule)
{
    public string Step => Action.Step;

    public GuardedTarget TargetIn(StepContext context) =>
        new(Tool.Server, Tool.Name, Rule.Write ? CallKind.Write : CallKind.Read, Rule.TimeLimit, context.EntryOf(Action)) { Stop = context.Stop };

    public ToolCall ToToolCall(string runId, string? effectKey = null, JsonElement? arguments = null) => new()
    {
        RunId = runId,
        StepKey = Step,
        Server = Tool.Server,
        Tool = Tool.Name,
        Arguments = arguments ?? Arguments,
        TimeLimit = Rule.TimeLimit,
        EffectKey = effectKey,
    };

    public ToolFinished Fact(string outcome, DateTimeOffset now, TimeSpan took, string? reason) => new(Step, Action.Tool, outcome)
    {
        At = now,
        Server = Tool.Server,
        Write = Rule.Write,
        DurationMs = (long)took.TotalMilliseconds,
        Reason = reason,
    };
}
