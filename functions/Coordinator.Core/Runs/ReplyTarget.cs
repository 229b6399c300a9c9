namespace Coordinator.Core.Runs;

/// <summary>Where the answer is posted; absent for a run of the chat API, whose answer is read from the run.</summary>
/// <param name="Channel">Slack channel id.</param>
/// <param name="ThreadTs">Root of the thread.</param>
public sealed record ReplyTarget(string Channel, string ThreadTs);
