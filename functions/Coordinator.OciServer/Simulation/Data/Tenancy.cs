namespace Coordinator.OciServer.Simulation.Data;

/// <summary>A tenancy as it was when the simulation began. What was done to it since is in the log of changes.</summary>
internal sealed record Tenancy(string Profile, string Name, string Region, string RegionKey)
{
    public string Id => Ocid.For("tenancy", "", Name);

    public string UserId => Ocid.For("user", "", $"{Name}/operator");

    public required IReadOnlyList<CompartmentData> Compartments { get; init; }

    public required IReadOnlyList<InstanceData> Instances { get; init; }

    public required IReadOnlyList<DatabaseData> Databases { get; init; }

    public required IReadOnlyList<AlarmData> Alarms { get; init; }

    public required IReadOnlyList<NetworkData> Networks { get; init; }

    public required IReadOnlyList<CostRate> CostRates { get; init; }

    public CompartmentData? Compartment(string? id) => Compartments.FirstOrDefault(compartment => compartment.Id == id);

    /// <summary>A compartment and all below it.</summary>
    public IReadOnlySet<string> Subtree(string id)
    {
        var found = new HashSet<string> { id };
        // Parents come before their children.
        foreach (var compartment in Compartments.Where(compartment => compartment.ParentId is { } parent && found.Contains(parent))) found.Add(compartment.Id);
        return found;
    }
}

/// <param name="ParentId">Null for the root compartment, which is the tenancy.</param>
internal sealed record CompartmentData(string Id, string Name, string Description, string? ParentId, DateTimeOffset Created);

/// <param name="State">When the simulation began.</param>
internal sealed record InstanceData(
    string Id, string Name, string CompartmentId, string State, string Shape, double Ocpus, double MemoryGb, string AvailabilityDomain, string FaultDomain, string Region, DateTimeOffset Created);

internal sealed record DatabaseData(
    string Id, string Name, string CompartmentId, bool IsAutonomous, string Workload, string State, int Cores, double StorageTb, string Version, bool IsFreeTier, DateTimeOffset Created)
{
    /// <summary>Letters and digits, as the Database service demands.</summary>
    public string DbName => new([.. Name.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
}

/// <param name="HoursInStatus">How long it had its status when the simulation began.</param>
internal sealed record AlarmData(string Id, string Name, string CompartmentId, string Severity, string Status, string Namespace, string Query, bool IsEnabled, int HoursInStatus);

internal sealed record NetworkData(string Id, string Name, string CompartmentId, string Cidr, IReadOnlyList<SubnetData> Subnets);

/// <param name="OpenPorts">TCP ports that the whole internet may reach.</param>
internal sealed record SubnetData(string Id, string Name, string Cidr, bool IsPrivate, string SecurityListId, IReadOnlyList<int> OpenPorts);

/// <summary>What a service costs in a compartment on an ordinary day.</summary>
/// <param name="PercentAMonth">Growth.</param>
internal sealed record CostRate(string Service, string Sku, string CompartmentId, int CentsPerDay, int PercentAMonth);
