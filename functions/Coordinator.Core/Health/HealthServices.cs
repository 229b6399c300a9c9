using Coordinator.Core.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Health;

/// <summary>The health monitor. The host adds run memory, a state store, circuits, server sessions, and calls <see cref="HealthMonitor"/> when a round is due.</summary>
public static class HealthServices
{
    public static IServiceCollection AddHealthMonitor(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new HealthOptions());
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<HealthBoard>();
        services.TryAddSingleton<CheckRunner>();
        services.TryAddSingleton<ServerGenerations>();
        services.TryAddSingleton<AutoRestartSwitches>();
        services.TryAddSingleton<RestartClaims>();
        services.TryAddSingleton<ServerCheck>();
        services.TryAddSingleton<ServerRestarts>();
        services.TryAddSingleton<HealthMonitor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthProbe, StateHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthProbe, ModelHealth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthProbe, RunMemoryHealth>());
        return services;
    }
}
