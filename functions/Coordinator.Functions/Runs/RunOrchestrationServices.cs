using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Intake;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Functions.Runs;

internal static class RunOrchestrationServices
{
    /// <summary>What carries out runs by orchestrations. The host adds run memory and the steps.</summary>
    public static IServiceCollection AddRunOrchestration(this IServiceCollection services)
    {
        services.TryAddSingleton<DurableClients>();
        services.TryAddSingleton<RunLoader>();
        services.TryAddSingleton<RunSteps>();
        services.TryAddSingleton<RunThreads>();
        services.TryAddSingleton<RunSweep>();
        services.TryAddSingleton<RunActivities>();
        services.TryAddSingleton<PolledRunEvents>();
        services.TryAddSingleton<IRunEvents>(provider => provider.GetRequiredService<PolledRunEvents>());
        services.TryAddSingleton<IRunProgress>(provider => provider.GetRequiredService<PolledRunEvents>());
        services.TryAddSingleton<IRunStarter, DurableRunStarter>();
        services.TryAddSingleton<IHeldRuns, HeldRuns>();
        return services;
    }
}
