using System.ComponentModel.DataAnnotations;

namespace Coordinator.LocalHost.Journal;

/// <summary>How much of this machine runs may use.</summary>
internal sealed class RunnerOptions
{
    /// <summary>Runs with a step under way at once (<c>RUN_MAX_ACTIVE</c>); waiting runs do not count.</summary>
    [Range(1, 10_000, ErrorMessage = "RUN_MAX_ACTIVE must be a whole number from 1 to 10000.")]
    public int ActiveRuns { get; set; } = 64;

    /// <summary>Days that a finished run is kept (<c>RUN_RETENTION_DAYS</c>).</summary>
    public int RetentionDays { get; set; } = 30;

    /// <summary>Time that steps under way get at shutdown (<c>RUN_STOP_WITHIN</c>, seconds): less than the supervisor waits before it kills.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "RUN_STOP_WITHIN must be a whole number of seconds from 0 to 300.")]
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(10);
}
