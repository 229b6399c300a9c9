using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Core.Registrations;

/// <summary>Registered servers. The host adds a state store, circuits, the health monitor, the tool catalog and, if registration is on, options.</summary>
public static class RegistrationServices
{
    public static IServiceCollection AddRegistrations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new RegistrationOptions());
        services.TryAddSingleton<ServerRegistrations>();
        services.TryAddSingleton<ServerTraces>();
        return services;
    }
}
