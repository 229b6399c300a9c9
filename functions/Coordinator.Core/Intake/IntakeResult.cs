namespace Coordinator.Core.Intake;

/// <summary>What came of a delivery.</summary>
public enum IntakeResult
{
    /// <summary>A new run is durable.</summary>
    Started,

    /// <summary>The run was known: a retry of Slack's, or the other event of the same message.</summary>
    Duplicate,

    /// <summary>At least one run was told to stop.</summary>
    Stopped,

    Ignored,

    Challenged,

    Malformed,

    /// <summary>Could not be made durable: Slack is asked to send it again.</summary>
    Failed,
}
