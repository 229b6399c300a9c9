namespace Coordinator.Core.Runs.Replay;

/// <summary>Actions in words, and what about a fact does not fit one.</summary>
internal static class ReplayWords
{
    public static string Of(RunAction action) => action switch
    {
        StartRun => "start",
        RouteMessage => "find out who answers",
        TakeTurn { LastBecause: { } limit } turn => $"take turn {turn.Turn} ({turn.Route}) as the last: {limit}",
        TakeTurn turn => $"take turn {turn.Turn} ({turn.Route}){Again(turn)}",
        CallTool call => $"call {call.Tool} ({call.Step}){Again(call)}",
        RefuseTool refused => $"refuse {refused.Tool} ({refused.Step}): {refused.Reason}",
        CancelStep cancel => $"cancel {cancel.Key}",
        PostReply { Final: true } post => $"post part {post.Part} of the answer{Again(post)}",
        PostReply post => $"say in the thread that it is working{Again(post)}",
        DeadLetterRun dead => $"keep it as a dead letter ({dead.FailureType})",
        FinishRun finish => $"finish: {Word(finish.Status)}",
        Wait wait => $"wait until {wait.Until.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z",
        Park park => $"leave it alone: {park.Reason}",
        _ => action.StepKey,
    };

    /// <summary>Null: the fact is one that the action may end in.</summary>
    public static string? Difference(RunAction action, RunFact fact) => (action, fact) switch
    {
        (FinishRun finish, RunFinished finished) when finish.Status != finished.Status => $"The run ended as {Word(finished.Status)}.",
        (RefuseTool, ToolFinished { Outcome: ToolOutcomes.Succeeded or ToolOutcomes.Failed } tool) => $"The run called it: {tool.Outcome}.",
        (CallTool, ToolFinished { Outcome: ToolOutcomes.Refused, Reason: { } reason }) when reason.StartsWith("Not called: this run", StringComparison.Ordinal) || reason.StartsWith("Not called. ", StringComparison.Ordinal) =>
            $"The run refused it: {reason}",
        (TakeTurn { LastBecause: not null }, TurnTaken { Calls.Count: > 0 }) => "The run asked for more calls.",
        (DeadLetterRun dead, RunDeadLettered kept) when dead.FailureType != kept.FailureType => $"The run kept it as {kept.FailureType}.",
        (RouteMessage, MessageRouted { Route: not (MessageRouted.ToWorkflow or MessageRouted.ToModel or MessageRouted.ToTool or MessageRouted.ToCapabilities) } routed) => $"This version does not know the route '{routed.Route}'.",
        _ => null,
    };

    private static string Again(RunAction action) => action.Attempt > 1 ? $", attempt {action.Attempt}" : "";

    private static string Word(RunStatus status) => status.ToString().ToLowerInvariant();
}
