using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Telemetry;

namespace Coordinator.Core.Execution;

/// <summary>Carries out one action and records what came of it. Nothing but damaged run memory makes it throw.</summary>
public sealed class StepExecutor
{
    private readonly Dictionary<Type, IRunStep> _steps;
    private readonly DeadLetterIndex _letters;
    private readonly StepReport _report;
    private readonly TimeProvider _time;
    private readonly StepsUnderWay _underWay;

    public StepExecutor(IEnumerable<IRunStep> steps, DeadLetterIndex letters, StepReport report, TimeProvider time, StepsUnderWay? underWay = null)
    {
        _steps = steps.SelectMany(step => step.Actions, (step, type) => (step, type)).ToDictionary(pair => pair.type, pair => pair.step);
        _letters = letters;
        _report = report;
        _time = time;
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
        using var span = RunTrace.Begin(context.Request, action);
        var start = _time.GetTimestamp();
        RunWrite write;
        try
        {
            write = await _steps[action.GetType()].ExecuteAsync(context, action, cancellationToken);
            write = await RunLetters.WithLetterAsync(context, action, write, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken) && exception is not RunMemoryException)
        {
            _report.Broke(context.Request.RunId, action, exception);
            write = Broken(context, action);
        }

        await context.AppendAsync(write, cancellationToken);
        await _letters.NoteAsync(write.Letters, cancellationToken);
        _report.Done(span, context, action, write.Fact, _time.GetElapsedTime(start));
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
}
