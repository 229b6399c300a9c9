namespace Coordinator.DemoServer.Cloud;

/// <param name="ParentId">Null for the root compartment, which is the tenancy itself.</param>
internal sealed record Compartment(string Id, string Name, string Description, string? ParentId);
