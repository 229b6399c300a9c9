namespace Coordinator.OciServer.Simulation.Data;

/// <summary>The two tenancies: DEFAULT, a company's, and EMDEMO, a smaller one. Together 20 compartments besides the roots, 60 instances and 25 databases.</summary>
internal static class Tenancies
{
    private const string E4 = "VM.Standard.E4.Flex";
    private const string A1 = "VM.Standard.A1.Flex";
    private const string Running = "RUNNING";
    private const string Stopped = "STOPPED";

    public static IReadOnlyList<Tenancy> All { get; } = [Default(), EmDemo()];

    private static Tenancy Default()
    {
        var tenancy = new TenancyBuilder("DEFAULT", "demo-tenancy", "eu-frankfurt-1", "FRA")
            .Compartment("production", "", "Everything that serves customers")
            .Compartment("prod-apps", "production", "Web and application servers")
            .Compartment("prod-data", "production", "Databases and their jobs")
            .Compartment("prod-network", "production", "Networks, load balancers, gateways")
            .Compartment("development", "", "Work in progress")
            .Compartment("dev-sandbox", "development", "May be emptied every Friday")
            .Compartment("dev-integration", "development", "Nightly integration tests")
            .Compartment("staging", "", "The next release, as customers will see it")
            .Compartment("shared-services", "", "Bastion, monitoring, build agents")
            .Compartment("analytics", "", "Reports and data science")
            .Compartment("analytics-lab", "analytics", "Experiments of the data scientists")
            .Compartment("security", "", "Vault, audit and Cloud Guard targets")
            .Compartment("backup", "", "Copies of production, in another region")
            .Compartment("finance", "", "Systems of the finance department");
        return Costs(Watch(Networks(Databases(Instances(tenancy))))).Build();
    }

    private static TenancyBuilder Instances(TenancyBuilder tenancy) => tenancy
        .Instance("web-01", "prod-apps", Running, E4, 2, 16, 1, "2025-02-11")
        .Instance("web-02", "prod-apps", Running, E4, 2, 16, 2, "2025-02-11")
        .Instance("web-03", "prod-apps", Running, E4, 2, 16, 3, "2025-09-01")
        .Instances("app-server", 1, 6, "prod-apps", Running, E4, 4, 32, "2025-03-04")
        .Instance("batch-worker", "prod-data", Running, A1, 8, 48, 2, "2025-06-19")
        .Instance("database-vm", "prod-data", Running, "VM.Standard3.Flex", 8, 128, 1, "2024-11-27")
        .Instance("reporting-vm", "prod-data", Stopped, E4, 2, 32, 2, "2025-05-08")
        .Instances("etl", 1, 3, "prod-data", Running, A1, 4, 24, "2025-07-22")
        .Instance("remove-dev-server", "development", Running, E4, 1, 8, 1, "2025-08-21")
        .Instance("ci-runner-01", "development", Running, A1, 4, 24, 3, "2025-04-30")
        .Instances("ci-runner", 2, 4, "development", Running, A1, 4, 24, "2025-04-30")
        .Instance("batch-worker", "dev-sandbox", Stopped, A1, 2, 12, 1, "2025-09-02")
        .Instance("load-test-01", "dev-sandbox", Stopped, "VM.Standard.E5.Flex", 8, 64, 2, "2025-10-14")
        .Instance("gpu-notebook", "dev-sandbox", Stopped, "VM.GPU.A10.1", 15, 240, 1, "2025-07-07")
        .Instances("integration", 1, 4, "dev-integration", Running, E4, 2, 16, "2025-05-26")
        .Instances("stage-web", 1, 2, "staging", Running, E4, 2, 16, "2025-06-02")
        .Instances("stage-app", 1, 3, "staging", Stopped, E4, 4, 32, "2025-06-02")
        .Instance("bastion-01", "shared-services", Running, "VM.Standard.E2.1.Micro", 1, 1, 1, "2024-10-01")
        .Instance("monitoring-01", "shared-services", Running, E4, 2, 16, 3, "2024-10-15")
        .Instance("build-cache", "shared-services", Running, E4, 2, 32, 2, "2025-01-13")
        .Instances("spark", 1, 4, "analytics", Running, A1, 8, 64, "2025-08-05")
        .Instances("notebook", 1, 2, "analytics-lab", Stopped, A1, 2, 16, "2025-08-19")
        .Instance("vault-proxy", "security", Running, E4, 1, 8, 1, "2025-01-28")
        .Instance("backup-agent", "backup", Running, E4, 1, 8, 2, "2025-02-03")
        .Instances("erp", 1, 2, "finance", Running, "VM.Standard3.Flex", 4, 64, "2024-12-09");

    private static TenancyBuilder Databases(TenancyBuilder tenancy) => tenancy
        .Autonomous("ATPAdi", "prod-data", "OLTP", "AVAILABLE", 4, 1, "2025-01-20")
        .Autonomous("SelectAI", "prod-data", "DW", "AVAILABLE", 2, 2, "2025-05-12")
        .Autonomous("FinanceDW", "prod-data", "DW", "AVAILABLE", 8, 4, "2024-12-03")
        .Autonomous("OrdersATP", "prod-data", "OLTP", "AVAILABLE", 6, 2, "2025-02-17")
        .Autonomous("CatalogJSON", "prod-data", "AJD", "AVAILABLE", 2, 1, "2025-03-25")
        .Autonomous("SupportATP", "prod-apps", "OLTP", "AVAILABLE", 1, 0.5, "2025-04-22")
        .Autonomous("th", "development", "OLTP", "AVAILABLE", 2, 1, "2025-03-18")
        .Autonomous("apex-playground", "dev-sandbox", "APEX", "STOPPED", 1, 0.02, "2025-09-15", isFree: true)
        .Autonomous("IntegrationATP", "dev-integration", "OLTP", "AVAILABLE", 2, 1, "2025-05-26")
        .Autonomous("StageATP", "staging", "OLTP", "STOPPED", 2, 1, "2025-06-02")
        .Autonomous("LabADW", "analytics-lab", "DW", "AVAILABLE", 2, 1, "2025-08-19")
        .Autonomous("ReportsADW", "analytics", "DW", "AVAILABLE", 4, 3, "2025-08-05")
        .Autonomous("LedgerATP", "finance", "OLTP", "AVAILABLE", 2, 1, "2025-01-30")
        .System("ORCLPROD", "prod-data", "AVAILABLE", 8, 2, "19.28", "2024-11-05")
        .System("HRPDB", "prod-data", "AVAILABLE", 4, 0.5, "19.28", "2025-02-24")
        .System("TESTDB23", "dev-sandbox", "STOPPED", 2, 0.25, "23.9", "2025-08-04")
        .System("STAGEDB", "staging", "AVAILABLE", 4, 0.5, "19.28", "2025-06-02")
        .System("ERPDB", "finance", "AVAILABLE", 8, 1.5, "19.28", "2024-12-09");

    private static TenancyBuilder Networks(TenancyBuilder tenancy) => tenancy
        .Network("prod-vcn", "prod-network", 0, ("prod-public", false, [80, 443]), ("prod-apps", true, []), ("prod-data", true, []))
        .Network("dev-vcn", "development", 1, ("dev-public", false, [22, 443]), ("dev-private", true, []))
        .Network("stage-vcn", "staging", 2, ("stage-public", false, [443]), ("stage-private", true, []))
        .Network("shared-vcn", "shared-services", 3, ("bastion", false, [22]), ("shared-private", true, []));

    private static TenancyBuilder Watch(TenancyBuilder tenancy) => tenancy
        .Alarm("database-vm-cpu-high", "prod-data", "CRITICAL", "FIRING", "oci_computeagent", "CpuUtilization[5m]{resourceDisplayName = \"database-vm\"}.mean() > 90", 2)
        .Alarm("app-server-memory-high", "prod-apps", "WARNING", "FIRING", "oci_computeagent", "MemoryUtilization[5m]{resourceDisplayName =~ \"app-server-*\"}.mean() > 85", 5)
        .Alarm("finance-dw-storage", "prod-data", "ERROR", "FIRING", "oci_autonomous_database", "StorageUtilization[30m]{resourceName = \"FinanceDW\"}.max() > 80", 26)
        .Alarm("web-health-check", "prod-apps", "CRITICAL", "OK", "oci_healthchecks", "HTTP.isHealthy[1m].min() < 1", 160)
        .Alarm("budget-forecast", "shared-services", "INFO", "OK", "oci_budget", "ForecastPercent[1d].max() > 100", 310)
        .Alarm("sandbox-gpu-idle", "dev-sandbox", "INFO", "OK", "gpu_infrastructure_health", "GpuUtilization[1h].mean() < 5", 700, isEnabled: false);

    private static TenancyBuilder Costs(TenancyBuilder tenancy) => tenancy
        .Cost("Compute", "Standard - E4 - OCPU", "prod-apps", 4_120)
        .Cost("Compute", "Standard - X9 - OCPU", "prod-data", 5_380)
        .Cost("Compute", "Standard - A1 - OCPU", "development", 1_240)
        .Cost("Compute", "Standard - E5 - OCPU", "dev-sandbox", 860)
        .Cost("Compute", "Standard - E4 - OCPU", "staging", 940)
        .Cost("Compute", "Standard - A1 - OCPU", "analytics", 1_910, percentAMonth: 3)
        .Cost("Compute", "Standard - E4 - OCPU", "shared-services", 470)
        .Cost("Compute", "Standard - X9 - OCPU", "finance", 1_150)
        .Cost("Autonomous Database", "Autonomous Transaction Processing - ECPU", "prod-data", 11_650, percentAMonth: 4)
        .Cost("Autonomous Database", "Autonomous Data Warehouse - ECPU", "analytics", 4_380)
        .Cost("Autonomous Database", "Autonomous Transaction Processing - ECPU", "development", 1_720)
        .Cost("Database", "Database - Enterprise Edition - OCPU", "prod-data", 7_940)
        .Cost("Database", "Database - Enterprise Edition - OCPU", "finance", 3_260)
        .Cost("Database", "Database - Standard Edition - OCPU", "dev-sandbox", 390)
        .Cost("Block Storage", "Block Volume - Storage", "prod-apps", 610)
        .Cost("Block Storage", "Block Volume - Storage", "prod-data", 1_480, percentAMonth: 2)
        .Cost("Block Storage", "Block Volume - Performance Units", "development", 230)
        .Cost("Object Storage", "Object Storage - Storage", "prod-data", 920)
        .Cost("Object Storage", "Object Storage - Requests", "backup", 640)
        .Cost("Object Storage", "Archive Storage", "shared-services", 340)
        .Cost("Load Balancer", "Load Balancer - Bandwidth", "prod-network", 310)
        .Cost("Virtual Cloud Network", "Outbound Data Transfer", "prod-network", 270)
        .Cost("Virtual Cloud Network", "Outbound Data Transfer", "shared-services", 95)
        .Cost("Logging Analytics", "Log Analytics - Active Storage", "shared-services", 780)
        .Cost("Monitoring", "Monitoring - Ingestion", "shared-services", 65)
        .Cost("Key Management", "Virtual Private Vault", "security", 140);

    private static Tenancy EmDemo() => new TenancyBuilder("EMDEMO", "emdemo", "us-ashburn-1", "IAD")
        .Compartment("observability", "", "Enterprise Manager and Log Analytics")
        .Compartment("demo-apps", "", "What is watched")
        .Compartment("demo-databases", "demo-apps", "Databases that are watched")
        .Compartment("workshop", "", "For those who learn")
        .Compartment("workshop-lab", "workshop", "One for each table")
        .Compartment("operations", "", "Agents and gateways")
        .Instances("em-oms", 1, 2, "observability", Running, "VM.Standard3.Flex", 8, 96, "2024-09-16")
        .Instances("shop", 1, 6, "demo-apps", Running, E4, 2, 16, "2025-01-07")
        .Instances("lab", 1, 5, "workshop-lab", Stopped, A1, 1, 6, "2025-10-06")
        .Instance("gateway-01", "operations", Running, E4, 1, 8, 1, "2024-09-16")
        .Instance("gateway-02", "operations", Stopped, E4, 1, 8, 2, "2024-09-16")
        .Autonomous("EMREPO", "observability", "OLTP", "AVAILABLE", 8, 4, "2024-09-16")
        .Autonomous("SHOPATP", "demo-databases", "OLTP", "AVAILABLE", 2, 1, "2025-01-07")
        .Autonomous("SHOPADW", "demo-databases", "DW", "AVAILABLE", 4, 2, "2025-01-07")
        .Autonomous("LABATP", "workshop-lab", "OLTP", "STOPPED", 1, 0.02, "2025-10-06", isFree: true)
        .System("CDBDEMO", "demo-databases", "AVAILABLE", 4, 1, "19.28", "2024-10-21")
        .System("RACDEMO", "demo-databases", "AVAILABLE", 8, 2, "23.9", "2025-03-10")
        .System("LABDB", "workshop-lab", "STOPPED", 2, 0.25, "23.9", "2025-10-06")
        .Network("demo-vcn", "demo-apps", 10, ("demo-public", false, [443]), ("demo-private", true, []))
        .Network("lab-vcn", "workshop", 11, ("lab-public", false, [22, 80, 443]))
        .Alarm("emrepo-sessions", "observability", "WARNING", "FIRING", "oci_autonomous_database", "Sessions[5m]{resourceName = \"EMREPO\"}.max() > 250", 1)
        .Alarm("shop-cpu-high", "demo-apps", "CRITICAL", "OK", "oci_computeagent", "CpuUtilization[5m]{resourceDisplayName =~ \"shop-*\"}.mean() > 90", 90)
        .Cost("Compute", "Standard - X9 - OCPU", "observability", 3_720)
        .Cost("Compute", "Standard - E4 - OCPU", "demo-apps", 1_380)
        .Cost("Autonomous Database", "Autonomous Transaction Processing - ECPU", "observability", 6_150)
        .Cost("Autonomous Database", "Autonomous Data Warehouse - ECPU", "demo-databases", 2_470)
        .Cost("Database", "Database - Enterprise Edition - OCPU", "demo-databases", 5_210)
        .Cost("Logging Analytics", "Log Analytics - Active Storage", "observability", 2_890, percentAMonth: 5)
        .Cost("Block Storage", "Block Volume - Storage", "demo-apps", 420)
        .Build();
}
