using Coordinator.Core.Intake;
using Coordinator.Http.Routes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Coordinator.Http.Slack;

public static class SlackIntakeRegistration
{
    /// <summary>
    /// Adds <see cref="SlackEventsEndpoint"/> and what it is made of. The host adds <see cref="IRunStarter"/> and the run memory, binds
    /// <see cref="SlackIntakeOptions"/>, and tells <see cref="KnownIdentity"/> what <c>auth.test</c> said.
    /// </summary>
    public static IServiceCollection AddSlackIntake(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<SlackIntakeOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SlackIntakeOptions>, SlackIntakeOptionsRule>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KnownIdentity>();
        services.TryAddSingleton<IntakeMetrics>();
        services.TryAddSingleton<SlackIntake>();
        services.TryAddSingleton<SlackEventsEndpoint>();
        services.TryAddSingleton<SlackEventsHandler>(provider => provider.GetRequiredService<SlackEventsEndpoint>().HandleAsync);
        return services;
    }
}
