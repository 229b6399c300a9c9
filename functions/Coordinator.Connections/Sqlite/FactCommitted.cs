using Coordinator.Core.State;

namespace Coordinator.Connections.Sqlite;

/// <summary>A fact is on the disk.</summary>
public sealed record FactCommitted(string RunId, StoredFact Stored);
