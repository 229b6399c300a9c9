using Coordinator.Connections.Redis;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.State;

public static class StateStoreRegistration
{
    public const string InMemory = $"{StateStoreOptions.RedisUrlVariable} is empty: breakers, limits and settings are kept in the memory of this process and are gone when it ends.";

    /// <summary>
    /// Registers <see cref="IStateStore"/>. The host configures <see cref="StateStoreOptions"/>. Resolving it opens the file or begins to connect, and never waits for Redis.
    /// </summary>
    public static IServiceCollection AddStateStore(this IServiceCollection services)
    {
        services.AddOptions<StateStoreOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StateStoreOptions>, StateStoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStateStore>(Open);
        return services;
    }

    private static IStateStore Open(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StateStoreOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        return options.RedisUrl switch
        {
            null => SqliteStateStore.Open(provider.GetRequiredService<DataFolder>(), time, provider.GetRequiredService<ILogger<SqliteStateStore>>()),
            "" => SqliteStateStore.OpenInMemory(time, new StateOutage(time.GetUtcNow(), InMemory)),
            var url => OpenRedis(provider, Parsed(url), options, time),
        };
    }

    private static FailoverStateStore OpenRedis(IServiceProvider provider, RedisUrl url, StateStoreOptions options, TimeProvider time) => new(
        RedisStateStore.Open(url, options.Timeout, time, provider.GetRequiredService<ILogger<RedisStateStore>>(), options.Credential),
        () => SqliteStateStore.OpenInMemory(time),
        time,
        provider.GetRequiredService<ILogger<FailoverStateStore>>());

    private static RedisUrl Parsed(string text) =>
        RedisUrl.TryParse(text, out var url, out var problem) ? url : throw new InvalidOperationException($"{StateStoreOptions.RedisUrlVariable} {problem}");
}
