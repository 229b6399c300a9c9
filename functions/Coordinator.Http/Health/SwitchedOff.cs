using Coordinator.Core.Execution;
using Coordinator.Core.Health;
using Coordinator.Core.Resilience.ModelLimits;

namespace Coordinator.Http.Health;

/// <summary>What an operator has switched off shows as degraded, so that it is not forgotten (runbook 6.3 and 10.3).</summary>
internal sealed class SwitchedOff(AutoRestartSwitches switches, ModelRateOptions rate, DrainSwitch? drain = null)
{
    /// <summary>By component; none while all is on.</summary>
    public IEnumerable<KeyValuePair<string, ComponentHealth>> All()
    {
        if (drain is { IsOn: true })
        {
            yield return Degraded("runs", $"Drained: messages are accepted and kept, nothing is carried out until {DrainSwitch.Variable} is false.");
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
