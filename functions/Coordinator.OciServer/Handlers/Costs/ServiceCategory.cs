namespace Coordinator.OciServer.Handlers.Costs;

/// <summary>Which services a word such as "database" means: those of a category, or those with the word in their name.</summary>
internal static class ServiceCategory
{
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["compute"] = ["compute", "container engine", "kubernetes", "functions"],
        ["database"] = ["database", "exadata", "mysql", "nosql", "postgresql", "opensearch", "cache"],
        ["storage"] = ["storage", "block volume", "archive"],
        ["network"] = ["network", "load balancer", "fastconnect", "dns", "vpn"],
        ["management"] = ["monitoring", "logging", "notifications", "telemetry", "management"],
    };

    public static bool Means(string filter, string? service) =>
        service is not null && (Words.TryGetValue(filter.Trim(), out var words) ? words : [Plain(filter)]).Any(word => Plain(service).Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Usage writes LOAD_BALANCER as well as Load Balancer.</summary>
    private static string Plain(string name) => name.Trim().Replace('_', ' ');
}
