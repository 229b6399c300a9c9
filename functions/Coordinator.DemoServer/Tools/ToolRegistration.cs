using Coordinator.DemoServer.Cloud;
using Coordinator.DemoServer.Settings;
using Coordinator.DemoServer.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Coordinator.DemoServer.Tools;

internal static class ToolRegistration
{
    public static IServiceCollection AddDemoTools(this IServiceCollection services, DemoOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ReadGate>()
        .AddSingleton<ReadContext>()
        .AddSingleton<WithheldAnswer>()
        .AddSingleton<McpServerTool, PingTool>()
        .AddSingleton<McpServerTool, ListCompartmentsTool>()
        .AddSingleton<McpServerTool, ListInstancesTool>()
        .AddSingleton<McpServerTool, GetInstanceTool>()
        .AddSingleton<McpServerTool, FindInstanceTool>()
        .AddPower(PowerAction.Start)
        .AddPower(PowerAction.Stop)
        .AddPower(PowerAction.Restart)
        .AddSingleton<McpServerTool, ListAutonomousDatabasesTool>()
        .AddSingleton<McpServerTool, ListManagedDatabasesTool>()
        .AddSingleton<McpServerTool, CostSummaryTool>()
        .AddSingleton<McpServerTool, CostByServiceTool>()
        .AddSingleton<McpServerTool, CostByCompartmentTool>()
        .AddSingleton<McpServerTool, CostTrendTool>()
        .AddSingleton<McpServerTool, ListAlarmsTool>()
        .AddSingleton(provider => ManifestResource.Create(provider.GetServices<McpServerTool>(), provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddPower(this IServiceCollection services, PowerAction action) =>
        services.AddSingleton<McpServerTool>(p => new PowerTool(
            action, p.GetRequiredService<TenancyStore>(), p.GetRequiredService<WithheldAnswer>(), p.GetRequiredService<ILogger<DemoTool>>()));
}
