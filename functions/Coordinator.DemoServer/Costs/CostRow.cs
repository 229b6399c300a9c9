namespace Coordinator.DemoServer.Costs;

/// <summary>One service in one compartment on one day.</summary>
/// <param name="Amount">USD, whole cents: every sum of rows is exact.</param>
internal sealed record CostRow(DateOnly Day, string Service, string Category, string CompartmentId, decimal Amount);
