using System.Diagnostics;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Telemetry;

/// <summary>
/// Spans of what is done for a run, by the GenAI conventions where they have a name for it. A run outlives processes, so its steps are children of the
/// delivery that started it, whose trace context is in the request; <c>invoke_agent</c>, from the message to the last fact, is written when the run ends.
/// </summary>
public static class RunTrace
{
    public const string SourceName = "coordinator";

    private const string Agent = "coordinator";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A delivery that did not come by HTTP, which has a span of its own.</summary>
    public static Activity? Receive(string what) => Source.StartActivity(what, ActivityKind.Consumer, parentContext: default);

    /// <summary>What a host in front, which has a span of its own for the request, leaves to this process.</summary>
    /// <param name="traceParent">W3C trace context of that span; null: it has none.</param>
    public static Activity? Serve(string what, string? traceParent) => Source.StartActivity(what, ActivityKind.Internal, ContextOf(traceParent));

    /// <summary>Somebody takes the run up again: what comes of that belongs to its trace.</summary>
    public static Activity? Resume(RunRequest request) => Source.StartActivity("resume", ActivityKind.Internal, ParentOf(request))?.SetTag("coordinator.run.id", request.RunId);

    public static Activity? Begin(RunRequest request, RunAction action)
    {
        var (operation, name) = NameOf(action);
        var span = Source.CreateActivity(name, ActivityKind.Internal, ParentOf(request));
        if (span is null or { IsAllDataRequested: false })
        {
            // It is there for its ids only.
            return span?.Start();
        }

        Identify(span, request, operation);
        span.SetTag("coordinator.step", action.StepKey).SetTag("coordinator.attempt", action.Attempt);
        if (action is CallTool call)
        {
            span.SetTag("gen_ai.tool.name", call.Tool).SetTag("gen_ai.tool.call.id", call.Step).SetTag("gen_ai.tool.type", "extension");
        }

        return span.Start();
    }

    /// <summary>What came of the step that the span is about.</summary>
    /// <param name="server">Whose tool it called.</param>
    public static void End(Activity span, RunFact fact, string? server)
    {
        if (!span.IsAllDataRequested)
        {
            return;
        }

        switch (fact)
        {
            case StepFailed failed:
                Fail(span, failed.Class.ToString(), failed.RetryAt is null ? "It is not tried again." : "It is tried again.");
                break;
            case ToolFinished { Outcome: not ToolOutcomes.Succeeded } tool:
                Fail(span, tool.Class?.ToString() ?? tool.Outcome, tool.Outcome);
                break;
            case StepQueued queued:
                span.SetTag("coordinator.queue.partition", queued.Partition).SetTag("coordinator.queue.position", queued.Position);
                break;
            case MessageRouted routed:
                span.SetTag("coordinator.route", routed.Workflow is null ? routed.Route : $"{routed.Route}:{routed.Workflow}");
                break;
            case RunDeadLettered dead:
                Fail(span, dead.FailureType, "The run became a dead letter.");
                break;
            default:
                break;
        }

        if (server is not null)
        {
            span.SetTag("mcp.server.id", server);
        }
    }

    /// <summary>The whole run, from its message on.</summary>
    public static void Ran(RunRequest request, RunStatus status, DateTimeOffset endedAt)
    {
        using var span = Source.CreateActivity($"invoke_agent {Agent}", ActivityKind.Internal, ParentOf(request));
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        Identify(span, request, "invoke_agent");
        span.SetTag("gen_ai.agent.name", Agent).SetTag("coordinator.run.status", status.ToString());
        if (status != RunStatus.Answered)
        {
            Fail(span, status.ToString(), status.ToString());
        }

        span.SetStartTime(request.ReceivedAt.UtcDateTime).Start().SetEndTime(endedAt.UtcDateTime);
    }

    /// <summary>The trace that the run belongs to; null if its message came with none.</summary>
    public static string? IdOf(RunRequest request) => ParentOf(request) is var parent && parent == default ? null : parent.TraceId.ToHexString();

    private static void Identify(Activity span, RunRequest request, string operation) =>
        span.SetTag("gen_ai.operation.name", operation)
            .SetTag("gen_ai.conversation.id", request.ThreadKey)
            .SetTag("coordinator.run.id", request.RunId);

    private static void Fail(Activity span, string type, string words) => span.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error, words);

    private static (string Operation, string Name) NameOf(RunAction action) => action switch
    {
        CallTool call => ("execute_tool", $"execute_tool {call.Tool}"),
        RefuseTool refused => ("execute_tool", $"execute_tool {refused.Tool}"),
        TakeTurn turn => ("turn", $"turn {turn.Turn}"),
        RouteMessage => ("route", "route"),
        PostReply => ("post_reply", "post_reply"),
        _ => ("step", action.StepKey),
    };

    private static ActivityContext ParentOf(RunRequest request) => ContextOf(request.TraceParent);

    private static ActivityContext ContextOf(string? traceParent) => ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default;
}
