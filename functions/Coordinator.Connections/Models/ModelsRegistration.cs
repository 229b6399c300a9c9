using Coordinator.Core.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Models;

/// <summary>Registers the configured model.</summary>
public static class ModelsRegistration
{
    /// <summary>Adds <see cref="ModelOptions"/> and, if a model is configured, <see cref="IModel"/> and <see cref="IModelProvider"/>; without one <c>GetService&lt;IModel&gt;()</c> gives null.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, ModelOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        if (options.IsConfigured)
        {
            services.TryAddSingleton(provider => ModelClients.Create(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())!);
            services.TryAddSingleton<IModelProvider>(provider => new ProviderCheck(options, provider.GetRequiredService<TimeProvider>()));
        }

        return services;
    }
}
