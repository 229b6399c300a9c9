using System.ComponentModel.DataAnnotations;

namespace Coordinator.Core.Health;

/// <summary>How often components are looked at, and what is done about those that are ill (runbook 6 and 10.3).</summary>
public sealed class HealthOptions
{
    public const string IntervalVariable = "HEALTH_CHECK_INTERVAL";
    public const string AutoRestartVariable = "HEALTH_MONITOR_AUTO_RESTART";

    /// <summary>From one round of checks to the next (<c>HEALTH_CHECK_INTERVAL</c>, seconds).</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = IntervalVariable + " must be a whole number of seconds from 5 to 3600.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Unhealthy MCP servers are restarted by themselves (<c>HEALTH_MONITOR_AUTO_RESTART</c>).</summary>
    public bool AutoRestart { get; set; } = true;

    /// <summary>What one check may take (original-system 2.13).</summary>
    public TimeSpan CheckWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What remembers runs: <c>journal</c> on the local host, <c>durable</c> on a function app.</summary>
    public string RunMemoryComponent { get; set; } = "journal";
}
