namespace Coordinator.OciServer.Handlers.Compute;

/// <summary>An instance as the Compute service describes it.</summary>
internal sealed record Instance(
    string Id, string DisplayName, string CompartmentId, string LifecycleState, string Shape, ShapeConfig? ShapeConfig, string AvailabilityDomain, string? FaultDomain, string? Region, DateTimeOffset? TimeCreated);

internal sealed record ShapeConfig(double? Ocpus, double? MemoryInGBs);
