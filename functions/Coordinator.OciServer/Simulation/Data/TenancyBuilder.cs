using System.Globalization;

namespace Coordinator.OciServer.Simulation.Data;

/// <summary>Writes a tenancy down by names; everything else follows from them.</summary>
internal sealed class TenancyBuilder(string profile, string name, string region, string regionKey)
{
    private readonly List<CompartmentData> compartments = [];
    private readonly List<InstanceData> instances = [];
    private readonly List<DatabaseData> databases = [];
    private readonly List<AlarmData> alarms = [];
    private readonly List<NetworkData> networks = [];
    private readonly List<CostRate> rates = [];

    public TenancyBuilder Compartment(string compartment, string parent, string description)
    {
        if (compartments.Count == 0) compartments.Add(new CompartmentData(Ocid.For("tenancy", "", name), name, "Root compartment", null, Day("2024-01-08")));
        compartments.Add(new CompartmentData(Ocid.For("compartment", "", $"{name}/{compartment}"), compartment, description, Id(parent), Day("2024-01-15")));
        return this;
    }

    public TenancyBuilder Instance(string instance, string compartment, string state, string shape, double ocpus, double memoryGb, int domain, string created)
    {
        instances.Add(new InstanceData(
            Ocid.For("instance", region, $"{name}/{compartment}/{instance}"), instance, Id(compartment), state, shape, ocpus, memoryGb,
            AvailabilityDomain(domain), $"FAULT-DOMAIN-{domain}", region, Day(created)));
        return this;
    }

    /// <summary>Instances that differ by their number only.</summary>
    public TenancyBuilder Instances(string prefix, int from, int to, string compartment, string state, string shape, double ocpus, double memoryGb, string created)
    {
        for (var i = from; i <= to; i++) Instance($"{prefix}-{i:00}", compartment, state, shape, ocpus, memoryGb, (i % 3) + 1, created);
        return this;
    }

    public TenancyBuilder Autonomous(string database, string compartment, string workload, string state, int cores, double storageTb, string created, bool isFree = false)
    {
        databases.Add(new DatabaseData(Ocid.For("autonomousdatabase", region, $"{name}/{database}"), database, Id(compartment), true, workload, state, cores, storageTb, "23ai", isFree, Day(created)));
        return this;
    }

    public TenancyBuilder System(string database, string compartment, string state, int cores, double storageTb, string version, string created)
    {
        databases.Add(new DatabaseData(Ocid.For("database", region, $"{name}/{database}"), database, Id(compartment), false, "OLTP", state, cores, storageTb, version, false, Day(created)));
        return this;
    }

    public TenancyBuilder Alarm(string alarm, string compartment, string severity, string status, string metrics, string query, int hours, bool isEnabled = true)
    {
        alarms.Add(new AlarmData(Ocid.For("alarm", region, $"{name}/{alarm}"), alarm, Id(compartment), severity, status, metrics, query, isEnabled, hours));
        return this;
    }

    /// <param name="second">Of its address range 10.{second}.0.0/16.</param>
    public TenancyBuilder Network(string network, string compartment, int second, params (string Name, bool IsPrivate, int[] OpenPorts)[] subnets)
    {
        networks.Add(new NetworkData(Ocid.For("vcn", region, $"{name}/{network}"), network, Id(compartment), $"10.{second}.0.0/16", [.. subnets.Select((subnet, index) => new SubnetData(
            Ocid.For("subnet", region, $"{name}/{network}/{subnet.Name}"), subnet.Name, $"10.{second}.{index}.0/24", subnet.IsPrivate,
            Ocid.For("securitylist", region, $"{name}/{network}/{subnet.Name}"), subnet.OpenPorts))]));
        return this;
    }

    public TenancyBuilder Cost(string service, string sku, string compartment, int centsPerDay, int percentAMonth = 0)
    {
        rates.Add(new CostRate(service, sku, Id(compartment), centsPerDay, percentAMonth));
        return this;
    }

    public Tenancy Build() => new(profile, name, region, regionKey)
    {
        Compartments = compartments, Instances = instances, Databases = databases, Alarms = alarms, Networks = networks, CostRates = rates,
    };

    private string Id(string compartment) => compartment.Length == 0 ? compartments[0].Id : compartments.Find(known => known.Name == compartment)?.Id
        ?? throw new ArgumentException($"There is no compartment {compartment} yet.", nameof(compartment));

    private string AvailabilityDomain(int number) => $"Uocm:{region.ToUpperInvariant()}-AD-{number}";

    private static DateTimeOffset Day(string text) => DateTimeOffset.ParseExact($"{text}T09:30:00Z", "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
