namespace Coordinator.Core.Execution;

/// <summary>While it is on, messages are accepted and kept, and no step is started (<c>COORDINATOR_DRAIN</c>).</summary>
public sealed record DrainSwitch(bool IsOn)
{
    public const string Variable = "COORDINATOR_DRAIN";
}
