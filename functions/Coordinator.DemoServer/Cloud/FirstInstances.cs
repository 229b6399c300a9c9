namespace Coordinator.DemoServer.Cloud;

internal static class FirstInstances
{
    public static readonly IReadOnlyList<Instance> All =
    [
        Create("web-01", "prod-apps", PowerState.Running, "VM.Standard.E4.Flex", 2, 16, 1, "2025-02-11"),
        Create("web-02", "prod-apps", PowerState.Running, "VM.Standard.E4.Flex", 2, 16, 2, "2025-02-11"),
        Create("app-server-01", "prod-apps", PowerState.Running, "VM.Standard.E4.Flex", 4, 32, 1, "2025-03-04"),
        Create("app-server-02", "prod-apps", PowerState.Running, "VM.Standard.E4.Flex", 4, 32, 3, "2025-03-04"),
        Create("batch-worker", "prod-data", PowerState.Running, "VM.Standard.A1.Flex", 8, 48, 2, "2025-06-19"),
        Create("database-vm", "prod-data", PowerState.Running, "VM.Standard3.Flex", 8, 128, 1, "2024-11-27"),
        Create("reporting-vm", "prod-data", PowerState.Stopped, "VM.Standard.E4.Flex", 2, 32, 2, "2025-05-08"),
        Create("remove-dev-server", "development", PowerState.Running, "VM.Standard.E4.Flex", 1, 8, 1, "2025-08-21"),
        Create("ci-runner-01", "development", PowerState.Running, "VM.Standard.A1.Flex", 4, 24, 3, "2025-04-30"),
        Create("batch-worker", "dev-sandbox", PowerState.Stopped, "VM.Standard.A1.Flex", 2, 12, 1, "2025-09-02"),
        Create("load-test-01", "dev-sandbox", PowerState.Stopped, "VM.Standard.E5.Flex", 8, 64, 2, "2025-10-14"),
        Create("gpu-notebook", "dev-sandbox", PowerState.Stopped, "VM.GPU.A10.1", 15, 240, 1, "2025-07-07"),
        Create("bastion-01", "shared-services", PowerState.Running, "VM.Standard.E2.1.Micro", 1, 1, 1, "2024-10-01"),
        Create("monitoring-01", "shared-services", PowerState.Running, "VM.Standard.E4.Flex", 2, 16, 3, "2024-10-15"),
    ];

    private static Instance Create(
        string name, string compartment, PowerState state, string shape, int ocpus, int memoryGb, int domain, string created)
    {
        var time = DateTimeOffset.Parse(created + "T09:30:00Z", null);
        return new Instance
        {
            Id = Ocid.For("instance", $"{compartment}/{name}"),
            Name = name,
            CompartmentId = FirstCompartments.Id(compartment),
            State = state,
            Shape = shape,
            Ocpus = ocpus,
            MemoryGb = memoryGb,
            AvailabilityDomain = $"EU-FRANKFURT-1-AD-{domain}",
            FaultDomain = $"FAULT-DOMAIN-{domain}",
            TimeCreated = time,
            TimeLastStarted = time.AddMinutes(2),
        };
    }
}
