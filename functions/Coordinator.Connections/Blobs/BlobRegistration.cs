using Coordinator.Connections.Oca;
using Coordinator.Core.State;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Blobs;

public static class BlobRegistration
{
    /// <summary>Registers <see cref="BlobRunMemory"/> and <see cref="IRunMemory"/>. The account is reached with the first use.</summary>
    /// <param name="options">Checked by the host with <see cref="BlobRunMemoryOptionsValidator"/>.</param>
    public static IServiceCollection AddBlobRunMemory(this IServiceCollection services, BlobRunMemoryOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => BlobRunMemory.Open(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<BlobRunMemory>>()));
        services.TryAddSingleton<IRunMemory>(provider => provider.GetRequiredService<BlobRunMemory>());
        services.TryAddSingleton<ISecretVault>(provider => BlobSecretVault.Open(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(_ => new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = BlobKeyRing.Open(options)));
        return services;
    }
}
