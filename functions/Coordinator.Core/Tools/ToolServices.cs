using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Tools;

/// <summary>The catalog of tools. The host adds tool servers, a tool policy, mutation options, a state store and, if there is a file, a <see cref="ToolCatalogConfig"/>.</summary>
public static class ToolServices
{
    public static IServiceCollection AddToolCatalog(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ToolCatalogConfig.Empty);
        services.TryAddSingleton<ToolDrift>();
        services.TryAddSingleton<ToolGate>();
        services.TryAddSingleton<ToolCards>();
        return services;
    }
}
