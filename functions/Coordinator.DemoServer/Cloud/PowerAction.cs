namespace Coordinator.DemoServer.Cloud;

/// <summary>The three things that can be done to an instance, in the cloud's own words.</summary>
internal sealed record PowerAction
{
    public static readonly PowerAction Start = new()
    {
        Name = "START", Tool = "oci_compute_start_by_name", Verb = "Start", From = PowerState.Stopped, To = PowerState.Running,
    };

    public static readonly PowerAction Stop = new()
    {
        Name = "SOFTSTOP", Tool = "oci_compute_stop_by_name", Verb = "Stop", From = PowerState.Running, To = PowerState.Stopped,
    };

    public static readonly PowerAction Restart = new()
    {
        Name = "SOFTRESET", Tool = "oci_compute_restart_by_name", Verb = "Restart", From = PowerState.Running, To = PowerState.Running,
    };

    public required string Name { get; init; }

    public required string Tool { get; init; }

    public required string Verb { get; init; }

    /// <summary>The only state it is allowed in.</summary>
    public required PowerState From { get; init; }

    public required PowerState To { get; init; }

    public bool AllowedOn(Instance instance) => instance.State == From;

    public Instance Apply(Instance instance, DateTimeOffset now) => instance with
    {
        State = To,
        TimeLastStarted = To == PowerState.Running ? now : instance.TimeLastStarted,
    };
}
