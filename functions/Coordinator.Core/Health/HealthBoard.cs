using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Health;

/// <summary>What is known of all components, and a log line whenever one of them changes.</summary>
public sealed partial class HealthBoard(ILogger<HealthBoard> logger)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ComponentState> _states = new(StringComparer.Ordinal);

    public static string ComponentOf(string server) => $"mcp_{server}";

    /// <summary>By component.</summary>
    public IReadOnlyDictionary<string, ComponentState> All => _states.ToDictionary(StringComparer.Ordinal);

    public ComponentState Of(string component) => _states.GetValueOrDefault(component, ComponentState.Unknown);

    /// <summary>Gives what it is now.</summary>
    public ComponentState Change(string component, Func<ComponentState, ComponentState> change)
    {
        ComponentState before, after;
        lock (_lock)
        {
            before = Of(component);
            after = _states[component] = change(before);
        }

        if (before.Status != after.Status)
        {
            LogChanged(after.Status is HealthStatus.Degraded or HealthStatus.Unhealthy ? LogLevel.Warning : LogLevel.Information, component, WordOf(before.Status), WordOf(after.Status), after.Message ?? "");
        }

        return after;
    }

    /// <summary>A server that is no longer there.</summary>
    public void Forget(string component) => _states.TryRemove(component, out _);

    private static string WordOf(HealthStatus status) => status == HealthStatus.NotConfigured ? "not_configured" : status.ToString().ToLowerInvariant();

    [LoggerMessage("health_changed component={Component} from={From} to={To} message={Message}")]
    private partial void LogChanged(LogLevel level, string component, string from, string to, string message);
}
