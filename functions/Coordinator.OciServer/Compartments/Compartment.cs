namespace Coordinator.OciServer.Compartments;

/// <summary>A compartment as the Identity service describes it; the tenancy is the root one, without a parent.</summary>
/// <param name="CompartmentId">The parent's OCID.</param>
internal sealed record Compartment(string Id, string Name, string? Description, string? CompartmentId, string LifecycleState);
