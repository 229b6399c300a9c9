using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Connections.Oca;

public static class OcaRegistration
{
    /// <summary>Deployments come from different folders; their keys are the same.</summary>
    private const string Application = "oci-ai-agent-coordinator";

    /// <summary>Logins to Oracle Code Assist. The host adds a state store, an <see cref="ISecretVault"/>, and says where the key ring is.</summary>
    public static IServiceCollection AddOca(this IServiceCollection services, OcaOptions options)
    {
        services.AddDataProtection().SetApplicationName(Application);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton(provider => new IdentityClient(options, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<OcaTokenStore>();
        services.TryAddSingleton<OcaRefresh>();
        services.TryAddSingleton<OcaAccess>();
        services.TryAddSingleton<OcaLogins>();
        return services;
    }
}
