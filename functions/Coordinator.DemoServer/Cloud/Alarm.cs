namespace Coordinator.DemoServer.Cloud;

internal sealed record Alarm
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string CompartmentId { get; init; }

    /// <summary><c>CRITICAL</c>, <c>ERROR</c>, <c>WARNING</c> or <c>INFO</c>.</summary>
    public required string Severity { get; init; }

    /// <summary><c>FIRING</c> or <c>OK</c>.</summary>
    public required string Status { get; init; }

    public required string Namespace { get; init; }

    public required string Query { get; init; }

    public required bool IsEnabled { get; init; }

    public required DateTimeOffset TimeStatusChanged { get; init; }
}
