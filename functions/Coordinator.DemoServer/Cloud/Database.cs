namespace Coordinator.DemoServer.Cloud;

internal sealed record Database
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string DatabaseName { get; init; }

    public required string CompartmentId { get; init; }

    /// <summary>True for Autonomous Database, false for a Base Database (DB system).</summary>
    public required bool IsAutonomous { get; init; }

    /// <summary><c>OLTP</c>, <c>DW</c>, <c>APEX</c> or <c>AJD</c>.</summary>
    public required string Workload { get; init; }

    public required string LifecycleState { get; init; }

    public required int CpuCores { get; init; }

    public required decimal StorageTb { get; init; }

    public required string Version { get; init; }

    public bool IsFreeTier { get; init; }

    public required DateTimeOffset TimeCreated { get; init; }
}
