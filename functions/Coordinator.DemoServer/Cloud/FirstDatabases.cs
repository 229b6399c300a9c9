namespace Coordinator.DemoServer.Cloud;

internal static class FirstDatabases
{
    public static readonly IReadOnlyList<Database> All =
    [
        Autonomous("ATPAdi", "prod-data", "OLTP", "AVAILABLE", 4, 1m, "2025-01-20"),
        Autonomous("SelectAI", "prod-data", "DW", "AVAILABLE", 2, 2m, "2025-05-12"),
        Autonomous("th", "development", "OLTP", "AVAILABLE", 2, 1m, "2025-03-18"),
        Autonomous("FinanceDW", "prod-data", "DW", "AVAILABLE", 8, 4m, "2024-12-03"),
        Autonomous("apex-playground", "dev-sandbox", "APEX", "STOPPED", 1, 0.02m, "2025-09-15") with { IsFreeTier = true },
        System("ORCLPROD", "prod-data", "OLTP", "AVAILABLE", 8, 2m, "19.28", "2024-11-05"),
        System("HRPDB", "prod-data", "OLTP", "AVAILABLE", 4, 0.5m, "19.28", "2025-02-24"),
        System("TESTDB23", "dev-sandbox", "OLTP", "STOPPED", 2, 0.25m, "23.9", "2025-08-04"),
    ];

    private static Database Autonomous(
        string name, string compartment, string workload, string state, int cores, decimal storageTb, string created) => new()
        {
            Id = Ocid.For("autonomousdatabase", name),
            Name = name,
            DatabaseName = name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant(),
            CompartmentId = FirstCompartments.Id(compartment),
            IsAutonomous = true,
            Workload = workload,
            LifecycleState = state,
            CpuCores = cores,
            StorageTb = storageTb,
            Version = "23ai",
            TimeCreated = DateTimeOffset.Parse(created + "T08:00:00Z", null),
        };

    private static Database System(
        string name, string compartment, string workload, string state, int cores, decimal storageTb, string version, string created) =>
        Autonomous(name, compartment, workload, state, cores, storageTb, created) with
        {
            Id = Ocid.For("database", name),
            IsAutonomous = false,
            Version = version,
        };
}
