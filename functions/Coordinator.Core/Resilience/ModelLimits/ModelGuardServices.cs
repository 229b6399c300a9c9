using Coordinator.Core.Models;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Resilience.ModelFallback;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>What stands around calls of the model. The host adds a state store, bulkheads and its models.</summary>
public static class ModelGuardServices
{
    public static IServiceCollection AddModelGuard(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => ModelList.Of(provider.GetService<IModel>(), provider.GetService<IModelProvider>()));
        services.TryAddSingleton(new BreakerOptions());
        services.TryAddSingleton(new ModelRateOptions());
        services.TryAddSingleton<ProviderCircuits>();
        services.TryAddSingleton<ProviderFallback>();
        services.TryAddSingleton<ModelGuard>();
        return services;
    }
}
