using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Monitoring;

/// <summary>What operators watch. The host adds what is measured.</summary>
public static class MonitoringServices
{
    public static IServiceCollection AddKeyMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IKeyMetricSource, RateLimiterQueue>(),
            ServiceDescriptor.Singleton<IKeyMetricSource, OpenCircuits>(),
            ServiceDescriptor.Singleton<IKeyMetricSource, HealthCheckFailures>(),
            ServiceDescriptor.Singleton<IKeyMetricSource, DeadLetterCount>(),
            ServiceDescriptor.Singleton<IKeyMetricSource, ModelLatency>(),
        ]);
        services.TryAddSingleton<KeyMetrics>();
        return services;
    }
}
