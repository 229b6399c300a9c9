using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Replies;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.Telemetry;
using Coordinator.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Execution;

/// <summary>The steps of a run. The host adds run memory, a state store, tool servers, a workflow catalog, limits and, if configured, a model and Slack.</summary>
public static class ExecutionServices
{
    public static IServiceCollection AddRunSteps(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddToolCatalog();
        services.TryAddSingleton(new BreakerOptions());
        services.TryAddSingleton<Circuits>();
        services.TryAddSingleton(new PartitionPlan([]));
        services.TryAddSingleton<Bulkheads>();
        services.TryAddSingleton<Guard>();
        services.TryAddSingleton(new ModelRateOptions());
        services.AddModelGuard();
        services.AddDrain();
        services.TryAddSingleton<ReplyMetrics>();
        services.TryAddSingleton<AnswerText>();
        services.TryAddSingleton<RunLetters>();
        services.TryAddSingleton<TakeOver>();
        services.TryAddSingleton<DeadLetterIndex>();
        services.TryAddSingleton<ModelTurns>();
        services.TryAddSingleton<WriteVerifier>();
        services.TryAddSingleton<ReadCall>();
        services.TryAddSingleton<WriteCall>();
        services.AddMetrics();
        services.TryAddSingleton<RunMetrics>();
        services.TryAddSingleton<StepReport>();
        services.TryAddSingleton<StepExecutor>();
        services.AddSingleton<IRunStep, LifecycleStep>();
        services.AddSingleton<IRunStep, RouteStep>();
        services.AddSingleton<IRunStep, TurnStep>();
        services.AddSingleton<IRunStep, ToolStep>();
        services.AddSingleton<IRunStep, ReplyStep>();
        return services;
    }
}
