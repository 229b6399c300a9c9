namespace Coordinator.Core.State;

/// <param name="Version">To be given back with the next write; never 0.</param>
public sealed record StateDocument(string Value, long Version);

/// <summary>How a compare-and-set went.</summary>
/// <param name="Stored">What is stored now: the own value, or what was in the way; null: nothing, although a version was expected.</param>
public sealed record StateWrite(bool IsWritten, StateDocument? Stored);
