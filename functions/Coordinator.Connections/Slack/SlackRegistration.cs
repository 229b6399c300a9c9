using System.Net;
using Coordinator.Core.Replies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Slack;

public static class SlackRegistration
{
    /// <summary>Adds <see cref="ISlackApi"/>. The host configures <see cref="SlackOptions"/>; they are checked at start.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.AddOptions<SlackOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SlackOptions>, SlackOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SlackPacing>();
        services.TryAddSingleton<SlackTransport>();
        services.TryAddSingleton<ISlackApi, SlackClient>();

        // No handler here repeats a request, and none logs it: headers hold the token.
        services.AddHttpClient(SlackTransport.HttpClientName, ConfigureClient)
            .ConfigurePrimaryHttpMessageHandler(Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    private static void ConfigureClient(IServiceProvider provider, HttpClient client)
    {
        client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<SlackOptions>>().Value.ApiUrl);
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.MaxResponseContentBufferSize = 8 * 1024 * 1024;
    }

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 16,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}
