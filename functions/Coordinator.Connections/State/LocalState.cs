using Coordinator.Core.State;

namespace Coordinator.Connections.State;

/// <summary>What this process keeps by itself during one outage.</summary>
internal sealed class LocalState(IStateStore store, StateOutage outage) : IDisposable
{
    private volatile StateOutage _outage = outage;

    public IStateStore Store => store;

    /// <summary>With the latest reason.</summary>
    public StateOutage Outage => _outage;

    public void Explain(string reason) => _outage = _outage with { Reason = reason };

    public void Dispose() => (store as IDisposable)?.Dispose();
}
