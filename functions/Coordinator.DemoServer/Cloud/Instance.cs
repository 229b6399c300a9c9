namespace Coordinator.DemoServer.Cloud;

internal sealed record Instance
{
    public required string Id { get; init; }

    /// <summary>Display names are not unique, as in the real cloud.</summary>
    public required string Name { get; init; }

    public required string CompartmentId { get; init; }

    public required PowerState State { get; init; }

    public required string Shape { get; init; }

    public required int Ocpus { get; init; }

    public required int MemoryGb { get; init; }

    public required string AvailabilityDomain { get; init; }

    public required string FaultDomain { get; init; }

    public required DateTimeOffset TimeCreated { get; init; }

    /// <summary>Changed by a start and by a restart.</summary>
    public required DateTimeOffset TimeLastStarted { get; init; }
}
