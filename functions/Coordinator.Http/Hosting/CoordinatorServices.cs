using Coordinator.Connections.Mcp;
using Coordinator.Connections.Models;
using Coordinator.Connections.Slack;
using Coordinator.Connections.State;
using Coordinator.Core.Execution;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Http.Routes;
using Coordinator.Http.Slack;
using Coordinator.Http.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Http.Hosting;

/// <summary>The coordinator without what remembers its runs: that is what hosts differ in.</summary>
public static class CoordinatorServices
{
    /// <summary>The host adds run memory, a run starter, run events and progress.</summary>
    /// <param name="slack">False leaves Slack out although it is configured.</param>
    public static IServiceCollection AddCoordinator(this IServiceCollection services, CoordinatorSettings settings, ConfigFiles files, bool slack = true)
    {
        services.AddSingleton(settings.Limits).AddSingleton(settings.Mutations).AddSingleton(settings.Drain).AddSingleton(settings.Breaker).AddSingleton(settings.ModelRate).AddSingleton(settings.DeadLetters).AddSingleton(settings.Health).AddSingleton(settings.Registration);
        services.AddSingleton(settings.ModelRate.IsOn ? files.Partitions.With(files.Partitions.Model with { MaxConcurrent = settings.ModelRate.MaxConcurrent, WaitFor = ModelRateOptions.WaitFor }) : files.Partitions);
        services.AddSingleton(new ProcessIdentity($"{Environment.MachineName}-{Environment.ProcessId}-{Ulid.NewUlid()}"));
        services.AddSingleton(files.Workflows);
        services.AddSingleton(provider => new ToolPolicy(files.ToolRules, tool => provider.GetRequiredService<McpPool>().TimeLimitOf(tool))).AddSingleton(files.ToolCatalog);
        services.AddStateStore().Configure<StateStoreOptions>(state => (state.RedisUrl, state.Credential, state.Timeout) = (settings.State.RedisUrl, settings.State.Credential, settings.State.Timeout));
        services.AddRunSteps();
        services.AddMcp(files.Servers);
        services.AddModels(settings.Model);
        if (slack && settings.Slack.IsConfigured)
        {
            AddSlack(services, settings.Slack);
        }

        services.AddTelemetry(settings.Telemetry);
        services.AddHostedService<StartupConnections>();
        return services.AddCoordinatorHttp(settings.Http);
    }

    private static void AddSlack(IServiceCollection services, SlackOptions settings)
    {
        services.AddSlack().Configure<SlackOptions>(slack =>
            (slack.BotToken, slack.SigningSecret, slack.AppToken, slack.Sockets, slack.ApiUrl, slack.RequestTimeout) =
            (settings.BotToken, settings.SigningSecret, settings.AppToken, settings.Sockets, settings.ApiUrl, settings.RequestTimeout));
        services.AddSlackIntake().Configure<SlackIntakeOptions>(intake => intake.SigningSecret = settings.SigningSecret);
        services.AddSingleton<SlackEventsHandler>(provider => provider.GetRequiredService<SlackEventsEndpoint>().HandleAsync);
    }
}
