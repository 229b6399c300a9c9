namespace Coordinator.OciServer.Handlers.Compute;

/// <summary>What can be done to an instance, in Compute's own words.</summary>
/// <param name="Name">The request's <c>action</c>.</param>
/// <param name="From">The only state in which it makes sense.</param>
internal sealed record PowerAction(string Name, string Verb, string From)
{
    public static readonly PowerAction Start = new("START", "Start", "STOPPED");
    public static readonly PowerAction Stop = new("SOFTSTOP", "Stop", "RUNNING");
    public static readonly PowerAction Restart = new("SOFTRESET", "Restart", "RUNNING");
}
