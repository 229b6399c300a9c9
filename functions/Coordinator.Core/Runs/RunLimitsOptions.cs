using System.ComponentModel.DataAnnotations;

namespace Coordinator.Core.Runs;

/// <summary>How much one run may use up (<c>RUN_*</c>). Changes apply to runs that start afterwards.</summary>
public sealed class RunLimitsOptions
{
    /// <summary>Model answers in a run; then one last turn without tools (<c>RUN_MAX_MODEL_TURNS</c>).</summary>
    [Range(1, 1000, ErrorMessage = "RUN_MAX_MODEL_TURNS must be a whole number from 1 to 1000.")]
    public int MaxModelTurns { get; set; } = 12;

    /// <summary>Tool calls in a run (<c>RUN_MAX_TOOL_CALLS</c>).</summary>
    [Range(1, 10_000, ErrorMessage = "RUN_MAX_TOOL_CALLS must be a whole number from 1 to 10000.")]
    public int MaxToolCalls { get; set; } = 40;

    /// <summary>Tool calls of one run in flight at once (<c>RUN_MAX_PARALLEL_TOOL_CALLS</c>).</summary>
    [Range(1, 64, ErrorMessage = "RUN_MAX_PARALLEL_TOOL_CALLS must be a whole number from 1 to 64.")]
    public int MaxParallelToolCalls { get; set; } = 8;

    /// <summary>Minutes of work, waits excluded (<c>RUN_DEADLINE_MINUTES</c>).</summary>
    [Range(1, 1440, ErrorMessage = "RUN_DEADLINE_MINUTES must be a whole number from 1 to 1440.")]
    public int DeadlineMinutes { get; set; } = 15;

    /// <summary>Input and output tokens together (<c>RUN_MAX_TOKENS</c>).</summary>
    [Range(1_000, 100_000_000, ErrorMessage = "RUN_MAX_TOKENS must be a whole number from 1000 to 100000000.")]
    public long MaxTokens { get; set; } = 200_000;

    /// <summary>Calls of one tool with the same arguments (<c>RUN_MAX_IDENTICAL_CALLS</c>).</summary>
    [Range(1, 1000, ErrorMessage = "RUN_MAX_IDENTICAL_CALLS must be a whole number from 1 to 1000.")]
    public int MaxIdenticalCalls { get; set; } = 3;

    public RunLimits ToLimits() =>
        new(MaxModelTurns, MaxToolCalls, MaxParallelToolCalls, TimeSpan.FromMinutes(DeadlineMinutes), MaxTokens, MaxIdenticalCalls);
}
