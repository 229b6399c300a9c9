using Coordinator.Core.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Slack.Sockets;

public static class SocketModeRegistration
{
    /// <summary>Adds <see cref="SocketMode"/> to <see cref="SlackRegistration.AddSlack"/> and <see cref="SlackIntake"/>. The host runs it.</summary>
    public static IServiceCollection AddSlackSocketMode(this IServiceCollection services)
    {
        services.TryAddSingleton<SocketIntake>();
        services.TryAddSingleton<SocketDialer>();
        services.TryAddSingleton(provider => new SocketMode(
            provider.GetRequiredService<SocketDialer>(),
            provider.GetRequiredService<IOptions<SlackOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SocketSlot>>()));
        return services;
    }
}
