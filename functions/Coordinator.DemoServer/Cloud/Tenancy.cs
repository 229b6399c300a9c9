namespace Coordinator.DemoServer.Cloud;

/// <summary>The whole simulated tenancy at one moment.</summary>
internal sealed record Tenancy
{
    public required IReadOnlyList<Compartment> Compartments { get; init; }

    public required IReadOnlyList<Instance> Instances { get; init; }

    public required IReadOnlyList<Database> Databases { get; init; }

    public required IReadOnlyList<Alarm> Alarms { get; init; }

    public required IReadOnlyList<CostRate> CostRates { get; init; }

    /// <summary>Two tenancies with the same seed and rates cost the same on the same day.</summary>
    public required string CostSeed { get; init; }

    public Tenancy With(Instance changed) =>
        this with { Instances = [.. Instances.Select(i => i.Id == changed.Id ? changed : i)] };

    /// <summary>Null if everything points at something that exists.</summary>
    public string? Inconsistency()
    {
        var known = Compartments.Select(c => c.Id).ToHashSet();
        if (Compartments.Count(c => c.ParentId is null) != 1) return "there must be exactly one root compartment";
        if (known.Count != Compartments.Count) return "two compartments share an id";
        var used = Instances.Select(i => i.CompartmentId)
            .Concat(Databases.Select(d => d.CompartmentId))
            .Concat(Alarms.Select(a => a.CompartmentId))
            .Concat(CostRates.Select(r => r.CompartmentId))
            .Concat(Compartments.Select(c => c.ParentId).OfType<string>());
        var lost = used.FirstOrDefault(id => !known.Contains(id));
        return lost is null ? null : $"compartment {lost} is used but not defined";
    }
}
