namespace Coordinator.DemoServer.Cloud;

internal static class FirstCostRates
{
    public static readonly IReadOnlyList<CostRate> All =
    [
        Rate("Compute", "compute", "prod-apps", 4_120),
        Rate("Compute", "compute", "prod-data", 5_380),
        Rate("Compute", "compute", "development", 1_240),
        Rate("Compute", "compute", "dev-sandbox", 860),
        Rate("Compute", "compute", "shared-services", 470),
        Rate("Autonomous Database", "database", "prod-data", 11_650),
        Rate("Autonomous Database", "database", "development", 1_720),
        Rate("Database", "database", "prod-data", 7_940),
        Rate("Database", "database", "dev-sandbox", 390),
        Rate("Block Storage", "storage", "prod-apps", 610),
        Rate("Block Storage", "storage", "prod-data", 1_480),
        Rate("Block Storage", "storage", "development", 230),
        Rate("Object Storage", "storage", "prod-data", 920),
        Rate("Object Storage", "storage", "shared-services", 340),
        Rate("Load Balancer", "network", "prod-apps", 310),
        Rate("Virtual Cloud Network", "network", "prod-apps", 270),
        Rate("Virtual Cloud Network", "network", "shared-services", 95),
        Rate("Logging Analytics", "management", "shared-services", 780),
        Rate("Monitoring", "management", "shared-services", 65),
        Rate("Key Management", "management", "security", 140),
    ];

    private static CostRate Rate(string service, string category, string compartment, int cents) =>
        new(service, category, FirstCompartments.Id(compartment), cents);
}
