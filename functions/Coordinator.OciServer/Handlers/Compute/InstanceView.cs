using Coordinator.OciServer.Compartments;

namespace Coordinator.OciServer.Handlers.Compute;

/// <summary>An instance as every answer shows it.</summary>
internal sealed record InstanceView(
    string Name, string Id, string State, string Shape, double? Ocpus, double? MemoryGb, string? Compartment, string CompartmentId, string AvailabilityDomain, string? FaultDomain, string? Region, DateTimeOffset? TimeCreated)
{
    public static InstanceView Of(Instance instance, CompartmentTree tree) => new(
        instance.DisplayName, instance.Id, instance.LifecycleState, instance.Shape, instance.ShapeConfig?.Ocpus, instance.ShapeConfig?.MemoryInGBs,
        tree.NameOf(instance.CompartmentId), instance.CompartmentId, instance.AvailabilityDomain, instance.FaultDomain, instance.Region, instance.TimeCreated);
}
