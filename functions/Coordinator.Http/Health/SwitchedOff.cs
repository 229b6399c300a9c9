using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Health;
using Coordinator.Core.Resilience.ModelLimits;
using Coordinator.Http.Drains;

namespace Coordinator.Http.Health;

/// <summary>What an operator has switched off shows as degraded, so that it is not forgotten (runbook 6.3 and 10.3).</summary>
internal sealed class SwitchedOff(AutoRestartSwitches switches, ModelRateOptions rate, Drain drain)
{
    /// <summary>By component; none while all is on.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, ComponentHealth>>> AllAsync(CancellationToken cancellationToken)
    {
        _ = await drain.IsOnAsync(cancellationToken);
        return [.. All()];
    }

    private IEnumerable<KeyValuePair<string, ComponentHealth>> All()
    {
        if (drain.IsOn)
        {
            yield return Degraded("runs", $"{DrainWords.Of(drain)} Messages are accepted and kept, and no step is started.");
        }

        if (!switches.IsOn || switches.Off.Count > 0)
        {
            yield return Degraded("auto_restart", switches.IsOn
                ? $"Not restarted when unhealthy: {string.Join(", ", switches.Off)}. PUT /mcp/servers/{{id}}/auto-restart switches it on."
                : $"Unhealthy MCP servers are not restarted: {HealthOptions.AutoRestartVariable} is false.");
        }

        if (!rate.IsOn)
        {
            yield return Degraded("rate_limiting", $"Only partition llm limits model calls, and no Retry-After is shared: {ModelRateOptions.Variable} is false.");
        }
    }

    private static KeyValuePair<string, ComponentHealth> Degraded(string component, string message) => new(component, new ComponentHealth(ComponentHealth.Degraded, message));
}
