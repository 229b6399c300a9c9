using Coordinator.Core.Health;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;

namespace Coordinator.Core.Caches;

/// <summary>Counts and clears shared state by namespace: never with a wild-card over all of it, which takes dead letters along (runbook 4.3).</summary>
public sealed class StateNamespaces(IStateStore store, Circuits circuits, AutoRestartSwitches switches)
{
    private const string Everything = "oci:";

    /// <summary>A count of a store that is used for more than this would be no cheap question.</summary>
    private const int MostCounted = 100_000;

    /// <summary>Keys of each namespace.</summary>
    /// <exception cref="StateStoreException">They cannot be read now.</exception>
    public async Task<IReadOnlyDictionary<StateNamespace, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = StateNamespace.All.ToDictionary(known => known, _ => 0);
        var counted = 0;
        await foreach (var key in store.ScanAsync(Everything, cancellationToken))
        {
            if (StateNamespace.All.FirstOrDefault(known => key.StartsWith(known.Prefix, StringComparison.Ordinal)) is { } found)
            {
                counts[found]++;
            }

            if (++counted == MostCounted)
            {
                break;
            }
        }

        return counts;
    }

    /// <returns>How many keys were deleted.</returns>
    /// <exception cref="StateStoreException">Some may still be there.</exception>
    public async Task<int> ClearAsync(StateNamespace cleared, CancellationToken cancellationToken)
    {
        if (!cleared.IsClearable)
        {
            throw new ArgumentException($"'{cleared.Name}' must not be cleared.", nameof(cleared));
        }

        var deleted = cleared.Name == StateNamespace.Circuits ? await CloseCircuitsAsync(cleared.Prefix, cancellationToken) : await store.PurgeAsync(cleared.Prefix, [], cancellationToken);
        if (cleared.Name == StateNamespace.AutoRestart)
        {
            await switches.ReadAsync(cancellationToken);
        }

        return deleted;
    }

    /// <summary>One by one: a circuit that is open also holds a lease, without which it would open half the next time.</summary>
    private async Task<int> CloseCircuitsAsync(string prefix, CancellationToken cancellationToken)
    {
        var servers = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var key in store.ScanAsync(prefix, cancellationToken))
        {
            servers.Add(key[prefix.Length..]);
        }

        foreach (var server in servers)
        {
            await circuits.ResetAsync(server, cancellationToken);
        }

        return servers.Count;
    }
}
