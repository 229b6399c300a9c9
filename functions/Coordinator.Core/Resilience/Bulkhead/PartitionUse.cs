namespace Coordinator.Core.Resilience.Bulkhead;

/// <summary>How full a partition is (runbook 7.1).</summary>
/// <param name="Active">Calls that have a place, on all instances.</param>
/// <param name="Waiting">Calls in line, on all instances.</param>
/// <param name="Limit">As it holds now; <see cref="Partition.MaxConcurrent"/> is that of the file.</param>
public sealed record PartitionUse(Partition Partition, int Active, int Waiting, int Limit, PartitionCount Count);

/// <summary>Counted by this process since its start.</summary>
/// <param name="Acquired">Calls that got a place.</param>
/// <param name="Timeouts">Calls that were given up in line.</param>
/// <param name="Peak">Most calls of this process at the same time.</param>
public sealed record PartitionCount(long Acquired, long Timeouts, int Peak, TimeSpan AverageWait, TimeSpan AverageHold);
