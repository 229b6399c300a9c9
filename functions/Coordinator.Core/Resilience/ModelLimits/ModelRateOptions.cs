using System.ComponentModel.DataAnnotations;

namespace Coordinator.Core.Resilience.ModelLimits;

/// <summary>How much the model is asked, over all instances.</summary>
public sealed class ModelRateOptions
{
    public const string Variable = "LLM_RATE_LIMITING";

    /// <summary>Longest wait in line for a model call (runbook 2.2).</summary>
    public static readonly TimeSpan WaitFor = TimeSpan.FromSeconds(300);

    /// <summary>False: only partition <c>llm</c> limits, and nothing is counted by the minute (runbook 10.3).</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Calls at the same time (runbook, appendix).</summary>
    [Range(1, 1000, ErrorMessage = "LLM_MAX_CONCURRENT must be a whole number from 1 to 1000.")]
    public int MaxConcurrent { get; init; } = 5;

    /// <summary>0: no limit.</summary>
    [Range(0, 1_000_000, ErrorMessage = "LLM_REQUESTS_PER_MINUTE must be a whole number from 0 (no limit) to 1000000.")]
    public int RequestsPerMinute { get; init; }

    /// <summary>Input and output together; 0: no limit.</summary>
    [Range(0, 1_000_000_000, ErrorMessage = "LLM_TOKENS_PER_MINUTE must be a whole number from 0 (no limit) to 1000000000.")]
    public int TokensPerMinute { get; init; }
}
