using System.Globalization;
using Coordinator.Core.Audit;
using Coordinator.Core.State;

namespace Coordinator.Core.Health;

/// <summary>What instances share, wherever it is kept: under the name that the runbook has for it (4.1). When it is back after an outage, the audit log gets what it missed.</summary>
public sealed class StateHealth(IStateStore state, AuditLog audit) : IHealthProbe
{
    public string Component => "redis";

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var health = await state.CheckAsync(cancellationToken);
            await audit.CatchUpAsync(health, cancellationToken);
            var text = TextOf(health);
            return health.Degraded is { } degraded ? CheckResult.Degraded($"{degraded} ({text})") : CheckResult.Healthy(text);
        }
        catch (StateStoreException exception)
        {
            // Without it each instance goes on by itself.
            return CheckResult.Degraded(exception.Message);
        }
    }

    private static string TextOf(StateStoreHealth health)
    {
        var answer = string.Create(CultureInfo.InvariantCulture, $"{health.Backend}, answered in {health.Latency.TotalMilliseconds:0.0} ms");
        return health.Redis is { } figures
            ? string.Create(CultureInfo.InvariantCulture, $"{answer}; Redis {figures.Version}, {figures.UsedMemory} of {(figures.MaxMemory == 0 ? "unlimited" : figures.MaxMemory)} bytes, {figures.MaxMemoryPolicy}")
            : answer;
    }
}
