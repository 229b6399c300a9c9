using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Blobs;

public static class BlobRegistration
{
    /// <summary>Registers <see cref="BlobRunMemory"/> and <see cref="IRunMemory"/>. The host configures <see cref="BlobRunMemoryOptions"/>; they are checked at start, the account is reached with the first use.</summary>
    public static IServiceCollection AddBlobRunMemory(this IServiceCollection services)
    {
        services.AddOptions<BlobRunMemoryOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BlobRunMemoryOptions>, BlobRunMemoryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => BlobRunMemory.Open(
            provider.GetRequiredService<IOptions<BlobRunMemoryOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlobRunMemory>>()));
        services.TryAddSingleton<IRunMemory>(provider => provider.GetRequiredService<BlobRunMemory>());
        return services;
    }
}
