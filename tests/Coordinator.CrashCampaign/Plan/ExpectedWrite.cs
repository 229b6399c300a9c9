namespace Coordinator.CrashCampaign.Plan;

/// <summary>A change that a question asks for. Tool and instance together belong to one question of the round, so each must be in the log of writes exactly once.</summary>
internal sealed record ExpectedWrite(string Tool, string Instance)
{
    public const string Start = "oci_compute_start_by_name";
    public const string Stop = "oci_compute_stop_by_name";
    public const string Restart = "oci_compute_restart_by_name";

    public static IReadOnlyList<string> Tools { get; } = [Start, Stop, Restart];

    /// <summary>By what Compute calls it.</summary>
    public static string ToolOf(string action) => action switch
    {
        "START" => Start,
        "SOFTSTOP" => Stop,
        _ => Restart,
    };

    /// <summary>The imperative that the workflows understand.</summary>
    public string Verb => Tool switch
    {
        Start => "start",
        Stop => "stop",
        _ => "restart",
    };

    /// <summary>What the workflow's answer says of it.</summary>
    public string Done => Tool switch
    {
        Start => "started",
        Stop => "stopped",
        _ => "restarted",
    };
}
