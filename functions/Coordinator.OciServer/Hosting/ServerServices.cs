using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Handlers;
using Coordinator.OciServer.Handlers.Compute;
using Coordinator.OciServer.Handlers.Costs;
using Coordinator.OciServer.Handlers.Discovery;
using Coordinator.OciServer.Handlers.Identity;
using Coordinator.OciServer.Regions;
using Coordinator.OciServer.Rest;
using Coordinator.OciServer.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Coordinator.OciServer.Hosting;

internal static class ServerServices
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <exception cref="Core.Configuration.ConfigException">A file of tools or a setting is wrong.</exception>
    public static IServiceCollection AddOciTools(this IServiceCollection services, ServerOptions options)
    {
        var apis = ToolFiles.Read(options.ToolFolders, options.Variable, checksBuiltIn: false);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HttpMessageHandler>(_ => new SocketsHttpHandler { ConnectTimeout = ConnectLimit, PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false });
        services.AddSingleton(options.Variable)
            .AddSingleton(new RegionList(options.Variable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)))
            .AddSingleton<OciConfigFile>()
            .AddSingleton<Principals>()
            .AddSingleton<WriteGate>()
            // A call has its tool's time limit.
            .AddSingleton(provider => new HttpClient(provider.GetRequiredService<HttpMessageHandler>()) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = ApiClient.MostBytes })
            .AddSingleton<ApiClient>()
            .AddSingleton<OciCaller>()
            .AddSingleton<CompartmentDirectory>()
            .AddSingleton<RegionSubscriptions>()
            .AddSingleton<InstanceNames>()
            .AddSingleton<UsageReports>()
            .AddSingleton<InventoryCache>()
            .AddSingleton(apis);
        foreach (var (api, tool) in apis.SelectMany(api => api.Tools, (api, tool) => (api, tool)))
        {
            services.AddSingleton<McpServerTool>(provider => new DefinedTool(
                tool, Answerer(provider, api, tool), api.Authorization.Kind == AuthorizationKind.Oci ? provider.GetRequiredService<WriteGate>().OfOci : provider.GetRequiredService<WriteGate>().OfOthers, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DefinedTool>>()));
        }

        return services.AddSingleton(provider => ManifestResource.Create(provider.GetServices<McpServerTool>().OfType<DefinedTool>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static IAnswerer Answerer(IServiceProvider provider, ApiDefinition api, ToolDefinition tool) => tool.Handler is { } handler
        ? HandlerCatalog.Create(handler, provider)
        : new RestAnswerer(api, tool, provider.GetRequiredService<ApiClient>(), provider.GetRequiredService<CompartmentDirectory>());
}
