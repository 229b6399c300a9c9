namespace Coordinator.Core.Runs;

/// <summary>The limits a run was started with. They are in its first fact, so a later change of settings leaves it alone.</summary>
/// <param name="ModelTurns">Model answers before the last turn without tools.</param>
/// <param name="ToolCalls">Tool calls in all.</param>
/// <param name="ParallelToolCalls">Tool calls in flight at once.</param>
/// <param name="Deadline">Working time; waiting for a timer or a person does not count.</param>
/// <param name="Tokens">Input and output tokens in all, as the provider counted them.</param>
/// <param name="IdenticalCalls">How often the same tool may be called with the same arguments.</param>
public sealed record RunLimits(int ModelTurns, int ToolCalls, int ParallelToolCalls, TimeSpan Deadline, long Tokens, int IdenticalCalls);
