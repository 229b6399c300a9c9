using Coordinator.Core.Caches;
using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Health;
using Coordinator.Core.Monitoring;
using Coordinator.Core.Registrations;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Validation;
using Coordinator.Http.Access;
using Coordinator.Http.Audit;
using Coordinator.Http.Caches;
using Coordinator.Http.Chat;
using Coordinator.Http.Configuration;
using Coordinator.Http.DeadLetters;
using Coordinator.Http.Drains;
using Coordinator.Http.Health;
using Coordinator.Http.Logs;
using Coordinator.Http.Monitoring;
using Coordinator.Http.Oca;
using Coordinator.Http.Page;
using Coordinator.Http.Resilience;
using Coordinator.Http.Runs;
using Coordinator.Http.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Http.Routes;

/// <summary>The endpoints. The host adds run memory, a run starter, tool servers, tool policy, workflows, run events and, if configured, a model and Slack.</summary>
public static class HttpServices
{
    public static IServiceCollection AddCoordinatorHttp(this IServiceCollection services, CoordinatorHttpOptions options)
    {
        services.AddGate(options);
        services.TryAddSingleton<RunAcceptance>();
        services.TryAddSingleton<ChatIntake>();
        services.TryAddSingleton<ChatEndpoint>();
        services.TryAddSingleton<RunEnd>();
        services.TryAddSingleton<RunReader>();
        services.TryAddSingleton<RunEventStreams>();
        services.TryAddSingleton<RunsEndpoint>();
        services.TryAddSingleton<RunEndpoint>();
        services.TryAddSingleton<ReplayEndpoint>();
        services.AddDeadLetters();
        services.TryAddSingleton<DeadLettersEndpoint>();
        services.TryAddSingleton<DeadLetterEndpoint>();
        services.TryAddSingleton<RetryEndpoint>();
        services.TryAddSingleton<SlackConnection>();
        services.AddHealthMonitor();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthProbe, SlackHealth>());
        services.TryAddSingleton<StateHealth>();
        services.TryAddSingleton<ServersHealth>();
        services.TryAddSingleton<SwitchedOff>();
        services.TryAddSingleton<IHealthSource, HealthChecks>();
        services.TryAddSingleton<SocketHealth>();
        services.TryAddSingleton<SlackStatusEndpoint>();
        services.TryAddSingleton<SlackRestartEndpoint>();
        services.TryAddSingleton<SlackTestEndpoint>();
        services.AddRegistrations();
        services.TryAddSingleton<ShownServers>();
        services.TryAddSingleton<McpServersEndpoint>();
        services.TryAddSingleton<McpRegisterEndpoint>();
        services.TryAddSingleton<McpRemoveEndpoint>();
        services.TryAddSingleton<McpServerEndpoint>();
        services.TryAddSingleton<AutoRestartEndpoint>();
        services.TryAddSingleton<CircuitEndpoint>();
        services.TryAddSingleton<SharedChange>();
        services.TryAddSingleton<BulkheadsEndpoint>();
        services.AddModelGuard();
        services.TryAddSingleton<ModelMetricsEndpoint>();
        services.TryAddSingleton<ModelPing>();
        services.TryAddSingleton<ModelPingEndpoint>();
        services.AddToolCatalog().AddToolValidation();
        services.TryAddSingleton<ToolsEndpoint>();
        services.TryAddSingleton<ToolValidationEndpoint>();
        services.TryAddSingleton<ToolRunIntake>();
        services.TryAddSingleton<ToolExecuteEndpoint>();
        services.TryAddSingleton<ToolAcceptEndpoint>();
        services.TryAddSingleton<CatalogReport>();
        services.TryAddSingleton<WorkflowsEndpoint>();
        services.TryAddSingleton<LogsEndpoint>();
        services.TryAddSingleton<AuditEndpoint>();
        services.AddKeyMetrics();
        services.TryAddSingleton<StatsEndpoint>();
        services.TryAddSingleton<MetricsEndpoint>();
        services.TryAddSingleton<StateNamespaces>();
        services.TryAddSingleton<CacheEndpoint>();
        services.AddDrain();
        services.TryAddSingleton<DrainEndpoint>();
        services.TryAddSingleton<OcaEndpoint>();
        services.TryAddSingleton<OcaCallbackEndpoint>();
        services.TryAddSingleton<PageFiles>();
        services.TryAddSingleton<PageEndpoint>();
        return services;
    }

    /// <summary>Instead of the endpoints: all but health and version answer 503, and health says why.</summary>
    public static IServiceCollection AddMisconfigured(this IServiceCollection services, CoordinatorHttpOptions options, string problems)
    {
        services.AddGate(options);
        services.AddSingleton(new Misconfiguration(problems));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<Misconfiguration>());
        return services;
    }

    private static void AddGate(this IServiceCollection services, CoordinatorHttpOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<AccessRule>();
        services.TryAddSingleton<RouteGate>();
        services.TryAddSingleton<ProcessStart>();
        services.TryAddSingleton<HealthEndpoint>();
        services.TryAddSingleton<ConfigCheckEndpoint>();
        services.AddHostedService(provider => provider.GetRequiredService<ProcessStart>());
    }
}
