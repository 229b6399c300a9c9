using Coordinator.OciServer.Simulation.Data;

namespace Coordinator.OciServer.Simulation.Http;

/// <summary>Counts each tenancy's requests in the running second.</summary>
internal sealed class Throttle(int? most, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Second, int Count)> counts = [];

    public bool Admits(Tenancy tenancy)
    {
        if (most is null) return true;
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        lock (gate)
        {
            var count = counts.TryGetValue(tenancy.Id, out var known) && known.Second == second ? known.Count + 1 : 1;
            counts[tenancy.Id] = (second, count);
            return count <= most;
        }
    }
}
