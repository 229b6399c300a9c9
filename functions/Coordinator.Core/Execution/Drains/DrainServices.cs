using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Execution.Drains;

public static class DrainServices
{
    /// <summary>The host adds a state store.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services)
    {
        services.TryAddSingleton(new DrainSwitch(IsOn: false));
        services.TryAddSingleton<Drain>();
        services.TryAddSingleton<StepsUnderWay>();
        return services;
    }
}
