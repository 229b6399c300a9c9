using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

/// <summary>An instance as every answer shows it.</summary>
internal sealed record InstanceView
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required PowerState State { get; init; }

    public required string Shape { get; init; }

    public required int Ocpus { get; init; }

    public required int MemoryGb { get; init; }

    /// <summary>Name of the compartment.</summary>
    public required string Compartment { get; init; }

    public required string CompartmentId { get; init; }

    public required string AvailabilityDomain { get; init; }

    public required string FaultDomain { get; init; }

    public required string Region { get; init; }

    public required DateTimeOffset TimeCreated { get; init; }

    public required DateTimeOffset TimeLastStarted { get; init; }

    public static InstanceView Of(Instance instance, CompartmentTree tree) => new()
    {
        Name = instance.Name,
        Id = instance.Id,
        State = instance.State,
        Shape = instance.Shape,
        Ocpus = instance.Ocpus,
        MemoryGb = instance.MemoryGb,
        Compartment = tree.NameOf(instance.CompartmentId),
        CompartmentId = instance.CompartmentId,
        AvailabilityDomain = instance.AvailabilityDomain,
        FaultDomain = instance.FaultDomain,
        Region = Ocid.Region,
        TimeCreated = instance.TimeCreated,
        TimeLastStarted = instance.TimeLastStarted,
    };
}
