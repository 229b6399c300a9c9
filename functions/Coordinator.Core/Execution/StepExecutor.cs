using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Execution;

/// <summary>Carries out one action and records what came of it. Nothing but damaged run memory makes it throw.</summary>
public sealed partial class StepExecutor
{
    private readonly Dictionary<Type, IRunStep> _steps;
    private readonly DeadLetterIndex _letters;
    private readonly TimeProvider _time;
    private readonly ILogger<StepExecutor> _logger;
    private readonly StepsUnderWay _underWay;

    public StepExecutor(IEnumerable<IRunStep> steps, DeadLetterIndex letters, TimeProvider time, ILogger<StepExecutor> logger, StepsUnderWay? underWay = null)
    {
        _steps = steps.SelectMany(step => step.Actions, (step, type) => (step, type)).ToDictionary(pair => pair.type, pair => pair.step);
        _letters = letters;
        _time = time;
        _logger = logger;
        _underWay = underWay ?? new StepsUnderWay();
    }

    /// <summary>The facts that were recorded, in order: one, or two for a Slack post (announced, posted).</summary>
    public async Task<IReadOnlyList<StoredFact>> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        _underWay.Begin();
        try
        {
            return await CarryOutAsync(context, action, cancellationToken);
        }
        finally
        {
            _underWay.End();
        }
    }

    private async Task<IReadOnlyList<StoredFact>> CarryOutAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        RunWrite write;
        try
        {
            write = await _steps[action.GetType()].ExecuteAsync(context, action, cancellationToken);
            write = await RunLetters.WithLetterAsync(context, action, write, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken) && exception is not RunMemoryException)
        {
            LogStepBroke(context.Request.RunId, action.StepKey, exception);
            write = Broken(context, action);
        }

        await context.AppendAsync(write, cancellationToken);
        await _letters.NoteAsync(write.Letters, cancellationToken);
        Log(context.Request.RunId, write.Fact);
        return context.Appended;
    }

    private RunWrite Broken(StepContext context, RunAction action)
    {
        const string Message = "An internal error occurred; the log has the details.";
        var now = _time.GetUtcNow();
        return action is CallTool call
            ? ToolFacts.Finished(context, call.Step, call.Tool, ToolOutcomes.Failed, Message, now)
            : new RunWrite(context.Request.RunId, new StepFailed(action.FailureKey, action.Attempt, FailureClass.Unknown, Message, null) { At = now, MaybeExecuted = true });
    }

    /// <summary>How a run ended, and what went wrong on the way.</summary>
    private void Log(string runId, RunFact fact)
    {
        switch (fact)
        {
            case StepFailed failed: LogStepFailed(runId, failed.Step, failed.Attempt, failed.Class, failed.RetryAt, failed.Message); break;
            case StepQueued queued: LogStepQueued(runId, queued.Step, queued.Partition, queued.Position); break;
            case ToolFinished { Outcome: ToolOutcomes.Unknown } tool: LogWriteUnknown(runId, tool.Step, tool.Tool, tool.Reason); break;
            case RunDeadLettered dead: LogDeadLettered(runId, dead.FailureType, dead.Error); break;
            case RunFinished finished: LogFinished(runId, finished.Status); break;
            default: break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "step_failed run_id={RunId} step={Step} attempt={Attempt} class={Class} retry_at={RetryAt:O} message={Message}")]
    private partial void LogStepFailed(string runId, string step, int attempt, FailureClass @class, DateTimeOffset? retryAt, string message);

    [LoggerMessage(LogLevel.Information, "step_queued run_id={RunId} step={Step} partition={Partition} position={Position}")]
    private partial void LogStepQueued(string runId, string step, string partition, int position);

    [LoggerMessage(LogLevel.Error, "write_unknown run_id={RunId} step={Step} tool={Tool} reason={Reason}")]
    private partial void LogWriteUnknown(string runId, string step, string tool, string? reason);

    [LoggerMessage(LogLevel.Error, "run_dead_lettered run_id={RunId} type={Type} error={Error}")]
    private partial void LogDeadLettered(string runId, string type, string error);

    [LoggerMessage(LogLevel.Information, "run_finished run_id={RunId} status={Status}")]
    private partial void LogFinished(string runId, RunStatus status);

    [LoggerMessage(LogLevel.Error, "step_broke run_id={RunId} step={Step}")]
    private partial void LogStepBroke(string runId, string step, Exception exception);
}
