namespace Coordinator.Core.Execution.Drains;

/// <summary>While it is on, messages are accepted and kept, and no step is started (<c>COORDINATOR_DRAIN</c>): of this process, from its start to its end.</summary>
public sealed record DrainSwitch(bool IsOn)
{
    public const string Variable = "COORDINATOR_DRAIN";
}
