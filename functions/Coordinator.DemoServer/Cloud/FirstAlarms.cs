namespace Coordinator.DemoServer.Cloud;

internal static class FirstAlarms
{
    public static IReadOnlyList<Alarm> At(DateTimeOffset now) =>
    [
        Create("database-vm-cpu-high", "prod-data", "CRITICAL", "FIRING", "oci_computeagent", "CpuUtilization[5m]{resourceDisplayName = \"database-vm\"}.mean() > 90", now.AddHours(-2)),
        Create("app-server-memory-high", "prod-apps", "WARNING", "FIRING", "oci_computeagent", "MemoryUtilization[5m]{resourceDisplayName =~ \"app-server-*\"}.mean() > 85", now.AddHours(-5)),
        Create("finance-dw-storage", "prod-data", "ERROR", "FIRING", "oci_autonomous_database", "StorageUtilization[30m]{resourceName = \"FinanceDW\"}.max() > 80", now.AddHours(-26)),
        Create("web-health-check", "prod-apps", "CRITICAL", "OK", "oci_healthchecks", "HTTP.isHealthy[1m].min() < 1", now.AddHours(-160)),
        Create("budget-forecast", "shared-services", "INFO", "OK", "oci_budget", "ForecastPercent[1d].max() > 100", now.AddHours(-310)),
        Create("sandbox-gpu-idle", "dev-sandbox", "INFO", "OK", "gpu_infrastructure_health", "GpuUtilization[1h].mean() < 5", now.AddHours(-700)) with { IsEnabled = false },
    ];

    private static Alarm Create(
        string name, string compartment, string severity, string status, string metrics, string query, DateTimeOffset changed) => new()
        {
            Id = Ocid.For("alarm", name),
            Name = name,
            CompartmentId = FirstCompartments.Id(compartment),
            Severity = severity,
            Status = status,
            Namespace = metrics,
            Query = query,
            IsEnabled = true,
            TimeStatusChanged = changed,
        };
}
