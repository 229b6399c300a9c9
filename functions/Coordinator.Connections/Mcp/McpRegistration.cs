using Coordinator.Core.Health;
using Coordinator.Core.Registrations;
using Coordinator.Core.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Connections.Mcp;

public static class McpRegistration
{
    /// <summary>Adds <see cref="McpPool"/> as the one <see cref="IToolServers"/> and <see cref="IServerSessions"/>.</summary>
    public static IServiceCollection AddMcp(this IServiceCollection services, McpServersConfig config)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(config);
        services.AddRegistrations();
        services.TryAddSingleton<McpRegistrations>(provider => new McpRegistrations(provider.GetRequiredService<ServerRegistrations>(), provider.GetRequiredService<RegistrationOptions>()));
        services.TryAddSingleton<McpPool>();
        services.TryAddSingleton<IToolServers>(provider => provider.GetRequiredService<McpPool>());
        services.TryAddSingleton<IServerSessions>(provider => provider.GetRequiredService<McpPool>());
        return services;
    }
}
