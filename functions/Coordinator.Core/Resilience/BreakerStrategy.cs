using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Tools;
using Polly;
using CallOutcome = Coordinator.Core.Failures.Outcome<Coordinator.Core.Tools.ToolResult>;

namespace Coordinator.Core.Resilience;

/// <summary>Refuses calls of a server whose circuit is open, and reports how the others ended.</summary>
internal sealed class BreakerStrategy(Circuits circuits, TimeProvider time) : ResilienceStrategy<CallOutcome>
{
    private static readonly Failure Stopped = new(FailureClass.Cancelled, "It did not end.");

    protected override async ValueTask<Polly.Outcome<CallOutcome>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Polly.Outcome<CallOutcome>>> callback, ResilienceContext context, TState state)
    {
        context.Properties.TryGetValue(Guard.Target, out var target);
        var pass = await circuits.EnterAsync(target!.Server, target.Kind, target.TimeLimit, context.CancellationToken);
        if (!pass.IsAllowed)
        {
            return Polly.Outcome.FromResult<CallOutcome>(CircuitOpen.FailureOf(pass, time.GetUtcNow()));
        }

        var outcome = await callback(context, state);

        // Also of a call that was cancelled: a probe that nobody reports keeps its lease.
        await circuits.ReportAsync(pass, outcome.Exception is null ? FailureOf(outcome.Result) : Stopped, CancellationToken.None);
        return outcome;
    }

    private static Failure? FailureOf(CallOutcome outcome) => outcome.IsSuccess ? ToolFailure.Of(outcome.Value) : outcome.Failure;
}

internal sealed class BreakerStrategyOptions : ResilienceStrategyOptions;
