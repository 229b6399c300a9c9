using Coordinator.Core.Runs;

namespace Coordinator.Connections.Sqlite;

/// <summary>An unfinished run as the host finds it at start: no more than it takes to line it up.</summary>
/// <param name="Sequence">Position in arrival order over all runs.</param>
/// <param name="Status">The last hint; the facts are what counts.</param>
/// <param name="WakeAt">When a waiting run goes on by itself.</param>
public sealed record PendingRun(string RunId, string ThreadKey, long Sequence, RunStatus Status, DateTimeOffset? WakeAt);
