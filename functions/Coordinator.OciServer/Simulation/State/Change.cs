namespace Coordinator.OciServer.Simulation.State;

/// <summary>One executed write: a line of the log of changes.</summary>
/// <param name="Action">START, SOFTSTOP and so on; LAUNCH for a new instance.</param>
/// <param name="Instance">Display name.</param>
/// <param name="RetryToken">By which a repetition is known for 24 hours.</param>
/// <param name="Digest">Of the request: a token that comes with another one is refused.</param>
internal sealed record Change(long Seq, DateTimeOffset At, string Tenancy, string Action, string Instance, string InstanceId, string? RetryToken, string Digest)
{
    /// <summary>Of a new instance, else null.</summary>
    public Data.InstanceData? Launched { get; init; }
}
