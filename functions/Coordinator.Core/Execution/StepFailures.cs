using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>Turns a failure into the fact that says whether and when the step is tried again.</summary>
internal static class StepFailures
{
    public static RunWrite Record(StepContext context, RunAction action, Failure failure, RetryBudget budget, DateTimeOffset now)
    {
        var pause = FailurePolicy.RetryAfter(failure, action.Try, budget, Random.Shared.NextDouble());
        return Record(context, action, failure, now + pause, now);
    }

    public static RunWrite Record(StepContext context, RunAction action, Failure failure, DateTimeOffset? retryAt, DateTimeOffset now) =>
        new(context.Request.RunId, new StepFailed(action.FailureKey, action.Attempt, failure.Class, failure.Message, retryAt)
        {
            At = now,
            MaybeExecuted = failure.MaybeExecuted,
        });

    /// <summary>Nothing was tried: the step comes back then with all attempts that it had.</summary>
    public static RunWrite Wait(StepContext context, RunAction action, Failure reason, DateTimeOffset until, DateTimeOffset now) =>
        new(context.Request.RunId, new StepFailed(action.FailureKey, action.Attempt, reason.Class, reason.Message, until) { At = now, Waited = true });

    /// <summary>The step stands in line and comes back for its place.</summary>
    public static RunWrite Queue(StepContext context, RunAction action, QueuePlace place, DateTimeOffset now) =>
        new(context.Request.RunId, new StepQueued(action.FailureKey, action.Attempt, place.Partition, place.Position, place.Since, now + Bulkheads.AskAgainAfter) { At = now });

    /// <summary>True if another attempt is granted.</summary>
    public static bool IsRetried(Failure failure, int attempt, RetryBudget budget) =>
        FailurePolicy.RetryAfter(failure, attempt, budget, 0) is not null;
}
