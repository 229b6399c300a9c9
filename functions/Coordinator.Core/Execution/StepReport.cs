using System.Diagnostics;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Execution;

/// <summary>Tells log, spans and meters what came of steps.</summary>
public sealed partial class StepReport(RunMetrics metrics, ILogger<StepReport> logger)
{
    /// <param name="span">The step's; null if nobody records any.</param>
    public void Done(Activity? span, StepContext context, RunAction action, RunFact fact, TimeSpan took)
    {
        if (span is not null)
        {
            RunTrace.End(span, fact, context.Server);
        }

        var runId = context.Request.RunId;
        switch (fact)
        {
            case StepFailed failed: Failed(context, action, failed, took); break;
            case StepQueued queued: LogQueued(runId, queued.Step, queued.Partition, queued.Position); break;
            case TurnTaken turn: metrics.Turned(turn); break;
            case ToolFinished tool: Called(runId, tool, took); break;
            case RunDeadLettered dead: LogDeadLettered(runId, dead.FailureType, dead.Error); break;
            case RunFinished finished: Ran(context.Request, finished); break;
            default: break;
        }
    }

    public void Broke(string runId, RunAction action, Exception exception) => LogBroke(runId, action.StepKey, exception);

    private void Failed(StepContext context, RunAction action, StepFailed failed, TimeSpan took)
    {
        var runId = context.Request.RunId;
        if (action is CallTool call)
        {
            // Only waited: no call was made.
            if (failed.Waited != true)
            {
                metrics.Called(context.Server, call.Tool, ToolOutcomes.Failed, took);
                LogCallFailed(runId, call.Step, context.Server, call.Tool, failed.Attempt, failed.Class, failed.RetryAt, failed.Message, (long)took.TotalMilliseconds);
            }

            return;
        }

        if (action is TakeTurn && failed.Waited != true)
        {
            metrics.TurnFailed(took);
        }

        LogFailed(runId, failed.Step, failed.Attempt, failed.Class, failed.RetryAt, failed.Message);
    }

    private void Called(string runId, ToolFinished tool, TimeSpan took)
    {
        var milliseconds = tool.DurationMs > 0 ? tool.DurationMs : (long)took.TotalMilliseconds;
        metrics.Called(tool.Server, tool.Tool, tool.Outcome, TimeSpan.FromMilliseconds(milliseconds));
        switch (tool.Outcome)
        {
            case ToolOutcomes.Succeeded: LogCalled(runId, tool.Step, tool.Server, tool.Tool, milliseconds); break;
            case ToolOutcomes.Cancelled: LogCancelled(runId, tool.Step, tool.Server, tool.Tool, milliseconds); break;
            case ToolOutcomes.Unknown: LogUnknown(runId, tool.Step, tool.Server, tool.Tool, tool.Reason); goto default;
            default: LogCallEnded(runId, tool.Step, tool.Server, tool.Tool, tool.Outcome, tool.Class, tool.Reason, milliseconds); break;
        }
    }

    private void Ran(RunRequest request, RunFinished finished)
    {
        var took = finished.At - request.ReceivedAt;
        metrics.Ran(finished.Status, took);
        RunTrace.Ran(request, finished.Status, finished.At);
        LogFinished(request.RunId, finished.Status, (long)took.TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Warning, "step_failed run_id={RunId} step={Step} attempt={Attempt} class={Class} retry_at={RetryAt:O} message={Message}")]
    private partial void LogFailed(string runId, string step, int attempt, FailureClass @class, DateTimeOffset? retryAt, string message);

    [LoggerMessage(LogLevel.Information, "step_queued run_id={RunId} step={Step} partition={Partition} position={Position}")]
    private partial void LogQueued(string runId, string step, string partition, int position);

    [LoggerMessage(LogLevel.Information, "tool_call run_id={RunId} step={Step} server={Server} tool={Tool} duration_ms={DurationMs}")]
    private partial void LogCalled(string runId, string step, string? server, string tool, long durationMs);

    [LoggerMessage(LogLevel.Information, "tool_call_cancelled run_id={RunId} step={Step} server={Server} tool={Tool} duration_ms={DurationMs}")]
    private partial void LogCancelled(string runId, string step, string? server, string tool, long durationMs);

    [LoggerMessage(LogLevel.Warning, "tool_call_failed run_id={RunId} step={Step} server={Server} tool={Tool} attempt={Attempt} class={Class} retry_at={RetryAt:O} message={Message} duration_ms={DurationMs}")]
    private partial void LogCallFailed(string runId, string step, string? server, string tool, int attempt, FailureClass @class, DateTimeOffset? retryAt, string message, long durationMs);

    [LoggerMessage(LogLevel.Warning, "tool_call_failed run_id={RunId} step={Step} server={Server} tool={Tool} outcome={Outcome} class={Class} message={Message} duration_ms={DurationMs}")]
    private partial void LogCallEnded(string runId, string step, string? server, string tool, string outcome, FailureClass? @class, string? message, long durationMs);

    [LoggerMessage(LogLevel.Error, "write_unknown run_id={RunId} step={Step} server={Server} tool={Tool} reason={Reason}")]
    private partial void LogUnknown(string runId, string step, string? server, string tool, string? reason);

    [LoggerMessage(LogLevel.Error, "run_dead_lettered run_id={RunId} type={Type} error={Error}")]
    private partial void LogDeadLettered(string runId, string type, string error);

    [LoggerMessage(LogLevel.Information, "run_finished run_id={RunId} status={Status} duration_ms={DurationMs}")]
    private partial void LogFinished(string runId, RunStatus status, long durationMs);

    [LoggerMessage(LogLevel.Error, "step_broke run_id={RunId} step={Step}")]
    private partial void LogBroke(string runId, string step, Exception exception);
}
