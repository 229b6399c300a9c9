using System.ComponentModel.DataAnnotations;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>When a server's circuit opens, and for how long (runbook, appendix).</summary>
public sealed class BreakerOptions
{
    /// <summary>Counted failures in a row that open it (<c>CIRCUIT_BREAKER_THRESHOLD</c>).</summary>
    [Range(1, 100, ErrorMessage = "CIRCUIT_BREAKER_THRESHOLD must be a whole number from 1 to 100.")]
    public int Threshold { get; set; } = 3;

    /// <summary>From open to half-open (<c>CIRCUIT_BREAKER_TIMEOUT</c>, seconds).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "CIRCUIT_BREAKER_TIMEOUT must be a whole number of seconds from 1 to 3600.")]
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromSeconds(60);
}
