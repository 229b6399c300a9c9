using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Execution;

/// <summary>Carries out one action and records what came of it. Nothing but damaged run memory makes it throw.</summary>
public sealed partial class StepExecutor
{
    private readonly Dictionary<Type, IRunStep> _steps;
    private readonly TimeProvider _time;
    private readonly ILogger<StepExecutor> _logger;

    public StepExecutor(IEnumerable<IRunStep> steps, TimeProvider time, ILogger<StepExecutor> logger)
    {
        _steps = steps.SelectMany(step => step.Actions, (step, type) => (step, type)).ToDictionary(pair => pair.type, pair => pair.step);
        _time = time;
        _logger = logger;
    }

    /// <summary>The facts that were recorded, in order: one, or two for a Slack post (announced, posted).</summary>
    public async Task<IReadOnlyList<StoredFact>> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        RunWrite write;
        try
        {
            write = await _steps[action.GetType()].ExecuteAsync(context, action, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken) && exception is not RunMemoryException)
        {
            LogStepBroke(context.Request.RunId, action.StepKey, exception);
            write = Broken(context, action);
        }

        await context.AppendAsync(write, cancellationToken);
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

    [LoggerMessage(LogLevel.Error, "step_broke run_id={RunId} step={Step}")]
    private partial void LogStepBroke(string runId, string step, Exception exception);
}
