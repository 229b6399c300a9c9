using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Polly;
using CallOutcome = Coordinator.Core.Failures.Outcome<Coordinator.Core.Tools.ToolResult>;

namespace Coordinator.Core.Resilience;

/// <summary>What stands around every call of a tool server, outermost first. The call's own time limit is kept where it is sent.</summary>
public sealed class Guard(Bulkheads bulkheads, Circuits circuits, TimeProvider time)
{
    internal static readonly ResiliencePropertyKey<GuardedTarget> Target = new("target");

    private readonly ResiliencePipeline<CallOutcome> _pipeline = new ResiliencePipelineBuilder<CallOutcome>()
        .AddStrategy(_ => new BulkheadStrategy(bulkheads), new BulkheadStrategyOptions())
        .AddStrategy(_ => new BreakerStrategy(circuits, time), new BreakerStrategyOptions())
        .Build();

    /// <param name="send">Carried out only if nothing holds the call back.</param>
    public async Task<CallOutcome> ExecuteAsync(GuardedTarget target, Func<CancellationToken, Task<CallOutcome>> send, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(Target, target);
            return await _pipeline.ExecuteAsync(static async (context, send) => await send(context.CancellationToken), context, send);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}

/// <summary>What is about to be called.</summary>
/// <param name="Tool">Its server's name for it: partitions go by that.</param>
/// <param name="TimeLimit">Of the call.</param>
public sealed record GuardedTarget(string Server, string Tool, CallKind Kind, TimeSpan TimeLimit, BulkheadEntry Entry)
{
    /// <summary>Cancelled when a person stops the run: a call that stands in line leaves it.</summary>
    public CancellationToken Stop { get; init; }
}
