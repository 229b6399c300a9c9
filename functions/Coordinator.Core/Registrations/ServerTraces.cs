using Coordinator.Core.Health;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Registrations;

/// <summary>What was kept of a server, and is of no use once it is gone: the next one of that id starts anew.</summary>
public sealed class ServerTraces(IStateStore store, Circuits circuits, ToolDrift drift, AutoRestartSwitches switches, HealthBoard board)
{
    /// <exception cref="StateStoreException">Something is still there.</exception>
    public async Task ForgetAsync(string server, CancellationToken cancellationToken)
    {
        await circuits.ResetAsync(server, cancellationToken);
        await store.DeleteAsync(GenerationDocument.KeyOf(server), null, cancellationToken);
        await drift.ForgetAsync(server, cancellationToken);
        await switches.SetAsync(HealthBoard.ComponentOf(server), true, cancellationToken);
        board.Forget(HealthBoard.ComponentOf(server));
    }
}
