using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>Asks the workflow or the model what comes next and records it as one turn.</summary>
internal sealed class TurnStep(ModelTurns models, IRunProgress progress, TimeProvider time) : IRunStep
{
    public IReadOnlyList<Type> Actions { get; } = [typeof(TakeTurn)];

    public async Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        var turn = (TakeTurn)action;
        progress.Report(context.Request.RunId, new RunProgress("step_started", turn.StepKey, turn.Route));
        var start = time.GetTimestamp();
        var taken = turn.Route switch
        {
            MessageRouted.ToWorkflow => await WorkflowTurns.TakeAsync(context, turn, cancellationToken),
            MessageRouted.ToTool => await ToolTurns.TakeAsync(context, turn, cancellationToken),
            _ => await models.TakeAsync(context, turn, cancellationToken),
        };
        var now = time.GetUtcNow();
        if (!taken.IsSuccess)
        {
            return Record(context, turn, taken.Failure, now);
        }

        var fact = new TurnTaken(turn.Turn, [.. taken.Value.Content.Calls.Select(call => new RequestedCall(call.Tool, CallDigest.Of(call)))])
        {
            At = now,
            Model = taken.Value.Model,
            InputTokens = taken.Value.InputTokens,
            OutputTokens = taken.Value.OutputTokens,
            DurationMs = (long)time.GetElapsedTime(start).TotalMilliseconds,
        };
        return new RunWrite(context.Request.RunId, fact) { Content = ContentJson.Write(taken.Value.Content) };
    }

    private static RunWrite Record(StepContext context, TakeTurn turn, Failure failure, DateTimeOffset now) => failure switch
    {
        { Queue: { } place } => StepFailures.Queue(context, turn, place, now),
        { Class: FailureClass.HeldBack, RetryAfter: { } pause } => StepFailures.Wait(context, turn, failure, now + pause, now),
        // The next is the last turn, and has all its attempts.
        { Class: FailureClass.OutOfTime } when turn.LastBecause is null => StepFailures.Wait(context, turn, failure, now, now),
        _ when StepFailures.IsRetried(failure, turn.Try, RetryBudget.Model) => StepFailures.Record(context, turn, failure, RetryBudget.Model, now),
        _ => StepFailures.Record(context, turn, failure with { Message = ErrorText.OfModel(failure) }, retryAt: null, now),
    };
}

/// <summary>What a turn brought.</summary>
internal sealed record TakenTurn(TurnContent Content)
{
    public string? Model { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }
}
