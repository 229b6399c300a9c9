using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.Bulkhead;
using Polly;
using CallOutcome = Coordinator.Core.Failures.Outcome<Coordinator.Core.Tools.ToolResult>;

namespace Coordinator.Core.Resilience;

/// <summary>Lets a call in when its partition has a place, and gives the place back however the call ends.</summary>
internal sealed class BulkheadStrategy(Bulkheads bulkheads) : ResilienceStrategy<CallOutcome>
{
    protected override async ValueTask<Polly.Outcome<CallOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Polly.Outcome<CallOutcome>>> callback, ResilienceContext context, TState state)
    {
        context.Properties.TryGetValue(Guard.Target, out var target);
        var pass = await EnterAsync(target!, context.CancellationToken);
        if (pass is not { Permit: { } permit })
        {
            return Polly.Outcome.FromResult<CallOutcome>(pass?.Failure ?? Stopped);
        }

        using (permit)
        {
            return await callback(context, state);
        }
    }

    private static Failure Stopped { get; } = new(FailureClass.Cancelled, "The run was stopped while the call stood in line.");

    /// <summary>Null: the run was stopped meanwhile.</summary>
    private async Task<BulkheadPass?> EnterAsync(GuardedTarget target, CancellationToken cancellationToken)
    {
        var partition = bulkheads.Plan.OfTool(target.Tool);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, target.Stop);
        try
        {
            return await bulkheads.EnterAsync(partition, target.Entry, leaving.Token);
        }
        catch (OperationCanceledException) when (target.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await bulkheads.LeaveAsync(partition, target.Entry, cancellationToken);
            return null;
        }
    }
}

internal sealed class BulkheadStrategyOptions : ResilienceStrategyOptions;
