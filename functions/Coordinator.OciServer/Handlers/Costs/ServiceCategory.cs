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
        service is not null && (Words.TryGetValue(filter.Trim(), out var words) ? words : [filter.Trim()]).Any(word => service.Contains(word, StringComparison.OrdinalIgnoreCase));
}
