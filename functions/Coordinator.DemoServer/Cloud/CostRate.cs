namespace Coordinator.DemoServer.Cloud;

/// <summary>What a service costs in one compartment on an average day.</summary>
/// <param name="Category"><c>compute</c>, <c>database</c>, <c>storage</c>, <c>network</c> or <c>management</c>.</param>
/// <param name="CentsPerDay">US cents.</param>
internal sealed record CostRate(string Service, string Category, string CompartmentId, int CentsPerDay);
