using Coordinator.Connections.Oca;
using Coordinator.Core.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Models;

/// <summary>Registers the configured model.</summary>
public static class ModelsRegistration
{
    /// <summary>Adds <see cref="ModelOptions"/>, the <see cref="ModelList"/> and, if a model is configured, the first of them as <see cref="IModel"/> and <see cref="IModelProvider"/>; without one <c>GetService&lt;IModel&gt;()</c> gives null.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, ModelOptions options)
    {
        services.TryAddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        if (options.IsConfigured)
        {
            if (options.All.FirstOrDefault(served => served.Oca is not null)?.Oca is { } oca)
            {
                services.AddOca(oca);
            }

            services.AddSingleton(provider => new ServedModels([.. options.All.Select(served => Serve(served, provider))]));
            services.AddSingleton(provider => provider.GetRequiredService<ServedModels>().List);
            services.TryAddSingleton(provider => provider.GetRequiredService<ModelList>().All[0].Model);
            services.TryAddSingleton(provider => provider.GetRequiredService<ModelList>().All[0].Provider!);
        }

        return services;
    }

    private static ServedModel Serve(ModelOptions options, IServiceProvider provider)
    {
        var (time, loggers) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
        if (options.Oca is not null)
        {
            var (access, transport) = (provider.GetRequiredService<OcaAccess>(), ModelHttp.CreateTransport(options.BaseUrl!));
            return new ServedModel(new OcaModel(options, access, transport, time, loggers), new OcaCheck(options, access, transport, time));
        }

        return new ServedModel(ModelClients.Create(options, time, loggers)!, new ProviderCheck(options, time));
    }

    /// <summary>Ends their connections with the host.</summary>
    private sealed class ServedModels(IReadOnlyList<ServedModel> models) : IDisposable
    {
        public ModelList List { get; } = new(models);

        public void Dispose()
        {
            foreach (var served in models)
            {
                (served.Model as IDisposable)?.Dispose();
                (served.Provider as IDisposable)?.Dispose();
            }
        }
    }
}
