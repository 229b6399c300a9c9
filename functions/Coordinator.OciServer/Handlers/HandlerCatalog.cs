using Coordinator.OciServer.Handlers.Compute;
using Coordinator.OciServer.Handlers.Costs;
using Coordinator.OciServer.Handlers.Discovery;
using Coordinator.OciServer.Handlers.Identity;
using Coordinator.OciServer.Handlers.Monitoring;
using Coordinator.OciServer.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.OciServer.Handlers;

/// <summary>The tools that are code, by the name that a definition calls them.</summary>
internal static class HandlerCatalog
{
    private static readonly Dictionary<string, Func<IServiceProvider, IAnswerer>> Handlers = new()
    {
        ["ping"] = Make<Ping>(),
        ["list_profiles"] = Make<ListProfiles>(),
        ["list_compartments"] = Make<ListCompartments>(),
        ["search_compartments"] = Make<SearchCompartments>(),
        ["get_tenancy"] = Make<GetTenancy>(),
        ["list_regions"] = Make<ListRegions>(),
        ["find_instance"] = Make<FindInstance>(),
        ["start_by_name"] = Make<PowerByName>(PowerAction.Start),
        ["stop_by_name"] = Make<PowerByName>(PowerAction.Stop),
        ["restart_by_name"] = Make<PowerByName>(PowerAction.Restart),
        ["launch_instance"] = Make<LaunchInstance>(),
        ["cost_summary"] = Make<CostSummary>(),
        ["cost_by_compartment"] = Make<CostByCompartment>(),
        ["cost_service_drilldown"] = provider => new CostDrilldown("cost_service_drilldown", "", provider.GetRequiredService<UsageReports>(), provider.GetRequiredService<TimeProvider>()),
        ["cost_database_drilldown"] = provider => new CostDrilldown("cost_database_drilldown", "database", provider.GetRequiredService<UsageReports>(), provider.GetRequiredService<TimeProvider>()),
        ["cost_monthly_trend"] = Make<MonthlyTrend>(),
        ["cost_usage_comparison"] = Make<UsageComparison>(),
        ["list_alarms"] = Make<ListAlarms>(),
        ["instance_metrics"] = Make<InstanceMetrics>(),
        ["get_metrics"] = Make<GetMetrics>(),
        ["discovery_run"] = Make<DiscoveryRun>(),
        ["discovery_get_cached"] = Make<DiscoveryCached>(),
        ["discovery_search"] = Make<DiscoverySearch>(),
        ["discovery_summary"] = Make<DiscoverySummary>(),
        ["discovery_cache_status"] = Make<DiscoveryStatus>(),
        ["search_capabilities"] = Make<SearchCapabilities>(),
    };

    public static IReadOnlySet<string> Names { get; } = Handlers.Keys.ToHashSet();

    public static IAnswerer Create(string name, IServiceProvider provider) => Handlers[name](provider);

    private static Func<IServiceProvider, IAnswerer> Make<T>(params object[] given)
        where T : IAnswerer => provider => ActivatorUtilities.CreateInstance<T>(provider, given);
}
