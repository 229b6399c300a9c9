using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.Tools;

/// <summary>The answer to an executed start, stop or restart.</summary>
internal sealed record InstanceActionDone() : ToolAnswer("instance_action")
{
    public bool Success { get; } = true;

    public required string Action { get; init; }

    public required string InstanceName { get; init; }

    public required string InstanceId { get; init; }

    public required string Compartment { get; init; }

    public required string CompartmentId { get; init; }

    public required PowerState From { get; init; }

    public required PowerState To { get; init; }

    public PowerState NewState => To;

    public required DateTimeOffset At { get; init; }
}
