namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>What this process knows of one server's circuits, and since when.</summary>
/// <param name="ReadAt">A timestamp of the time provider.</param>
internal sealed record CircuitCopy(CircuitDocument Document, long ReadAt);
