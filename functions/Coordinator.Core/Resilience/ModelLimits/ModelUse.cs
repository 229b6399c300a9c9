namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>Model calls of this process since its start (runbook 2.1).</summary>
/// <param name="Requests">Calls that were sent.</param>
/// <param name="Timeouts">Calls that were given up in line, or took longer than their limit.</param>
/// <param name="P50">Of the newest <see cref="ModelCallCounter.Kept"/> calls; null before the first.</param>
public sealed record ModelUse(long Requests, long Completed, long Failed, long Timeouts, TimeSpan? AverageRun, TimeSpan? P50, TimeSpan? P95);
