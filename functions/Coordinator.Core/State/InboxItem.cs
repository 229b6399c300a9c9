namespace Coordinator.Core.State;

/// <summary>A message to a run that is under way. Persisted before it is acknowledged.</summary>
/// <param name="Id">Unique within the run.</param>
/// <param name="Kind"><c>stop</c>.</param>
/// <param name="By">Who sent it, for the report.</param>
public sealed record InboxItem(string RunId, string Id, string Kind, string By, DateTimeOffset At)
{
    public const string Stop = Runs.InboxRead.StopKind;
}
