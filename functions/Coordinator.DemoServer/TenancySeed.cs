namespace Coordinator.DemoServer;

/// <summary>The tenancy on its first day.</summary>
internal static class TenancySeed
{
    public static Tenancy Create(DateTimeOffset now) => new()
    {
        Compartments =
        [
            new("ocid1.tenancy.oc1..demo", "demo (root)", null, "Root compartment of the simulated tenancy"),
            Compartment("production", "ocid1.tenancy.oc1..demo", "Customer-facing workloads"),
            Compartment("prod-web", CompartmentId("production"), "Web tier"),
            Compartment("prod-data", CompartmentId("production"), "Databases and analytics"),
            Compartment("development", "ocid1.tenancy.oc1..demo", "Team sandboxes"),
            Compartment("test", "ocid1.tenancy.oc1..demo", "Acceptance and load tests"),
            Compartment("security", "ocid1.tenancy.oc1..demo", "Vaults, bastions, Cloud Guard"),
            Compartment("network", "ocid1.tenancy.oc1..demo", "Shared networking"),
        ],
        Instances =
        [
            Instance("web-01", "RUNNING", "VM.Standard.E5.Flex", 4, 32, "prod-web", now.AddDays(-410)),
            Instance("web-02", "RUNNING", "VM.Standard.E5.Flex", 4, 32, "prod-web", now.AddDays(-410)),
            Instance("app-server-01", "RUNNING", "VM.Standard.E5.Flex", 8, 64, "prod-web", now.AddDays(-380)),
            Instance("app-server-02", "RUNNING", "VM.Standard.E5.Flex", 8, 64, "prod-web", now.AddDays(-380)),
            Instance("database-vm", "RUNNING", "VM.Standard3.Flex", 8, 128, "prod-data", now.AddDays(-700)),
            Instance("batch-worker", "RUNNING", "VM.Standard.A1.Flex", 16, 96, "prod-data", now.AddDays(-120)),
            Instance("batch-worker", "STOPPED", "VM.Standard.A1.Flex", 4, 24, "test", now.AddDays(-95)),
            Instance("remove-dev-server", "RUNNING", "VM.Standard.E4.Flex", 2, 16, "development", now.AddDays(-61)),
            Instance("dev-box-ana", "RUNNING", "VM.Standard.E4.Flex", 2, 16, "development", now.AddDays(-40)),
            Instance("dev-box-ben", "STOPPED", "VM.Standard.E4.Flex", 2, 16, "development", now.AddDays(-39)),
            Instance("load-generator", "STOPPED", "VM.Standard.E5.Flex", 16, 64, "test", now.AddDays(-200)),
            Instance("qa-runner", "STOPPED", "VM.Standard.E4.Flex", 4, 32, "test", now.AddDays(-150)),
            Instance("bastion-01", "RUNNING", "VM.Standard.E4.Flex", 1, 8, "security", now.AddDays(-500)),
            Instance("vpn-gateway", "RUNNING", "VM.Standard.E4.Flex", 2, 16, "network", now.AddDays(-650)),
        ],
        Databases =
        [
            Database("ATPAdi", "FCECIC39", "OLTP", "AVAILABLE", 8, 2048, "prod-data"),
            Database("SelectAI", "FCECIC40", "OLTP", "AVAILABLE", 2, 256, "prod-data"),
            Database("th", "FCEK9UA6", "OLTP", "AVAILABLE", 4, 1024, "prod-data"),
            Database("dwh", "DWHPROD", "DW", "AVAILABLE", 16, 8192, "prod-data"),
            Database("crm", "CRMPROD", "OLTP", "AVAILABLE", 4, 512, "production"),
            Database("dev-atp", "DEVATP", "OLTP", "STOPPED", 1, 64, "development"),
            Database("test-atp", "TESTATP", "OLTP", "STOPPED", 2, 128, "test"),
            Database("json-store", "JSONDEV", "AJD", "AVAILABLE", 1, 32, "development"),
        ],
        Alarms =
        [
            Alarm("ATPAdi CPU above 80 %", "CRITICAL", "FIRING", "oci_autonomous_database", "CpuUtilization", "ATPAdi", "prod-data", now.AddMinutes(-42)),
            Alarm("web-01 memory above 85 %", "WARNING", "FIRING", "oci_computeagent", "MemoryUtilization", "web-01", "prod-web", now.AddHours(-3)),
            Alarm("dwh storage above 75 %", "WARNING", "FIRING", "oci_autonomous_database", "StorageUtilization", "dwh", "prod-data", now.AddDays(-2)),
            Alarm("load balancer 5xx", "CRITICAL", "OK", "oci_lbaas", "HttpResponses5xx", "lb-prod", "prod-web", now.AddDays(-9)),
            Alarm("bastion login failures", "INFO", "OK", "oci_logging_analytics", "FailedLogins", "bastion-01", "security", now.AddDays(-20)),
            Alarm("vpn tunnel down", "CRITICAL", "OK", "oci_vpn", "TunnelState", "vpn-gateway", "network", now.AddDays(-33)),
        ],
    };

    public static string CompartmentId(string name) => $"ocid1.compartment.oc1..{name}";

    private static Compartment Compartment(string name, string parent, string description) => new(CompartmentId(name), name, parent, description);

    private static Instance Instance(string name, string state, string shape, int ocpus, int memory, string compartment, DateTimeOffset created) =>
        new($"ocid1.instance.oc1.eu-frankfurt-1.{name}.{compartment}", name, state, shape, ocpus, memory, CompartmentId(compartment), Seconds(created));

    private static Database Database(string name, string dbName, string workload, string state, int ocpus, int storage, string compartment) =>
        new($"ocid1.autonomousdatabase.oc1.eu-frankfurt-1.{name}", name, dbName, workload, state, ocpus, storage, CompartmentId(compartment));

    private static Alarm Alarm(string name, string severity, string status, string source, string metric, string resource, string compartment, DateTimeOffset since) =>
        new(name, severity, status, source, metric, resource, CompartmentId(compartment), Seconds(since));

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
