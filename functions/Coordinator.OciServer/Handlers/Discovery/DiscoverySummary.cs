using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>How many resources of which kinds there are, in all and in each compartment.</summary>
internal sealed class DiscoverySummary(InventoryCache cache, CompartmentDirectory directory) : Handler<DiscoverySummary.Answer>("discovery_summary")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var tree = await directory.NamesAsync(call.Arguments, fresh: false, isNeeded: call.Arguments.Has("compartment_id"), cancellationToken);
        var scope = DiscoveryScope.Of(call.Arguments, tree);
        var inventory = await cache.GetAsync(call.Arguments, cancellationToken);
        var hits = inventory.Resources.Where(hit => scope?.Contains(hit.CompartmentId) != false).ToList();
        var compartments = hits.GroupBy(hit => hit.CompartmentId)
            .Select(group => new CompartmentCount(tree.NameOf(group.Key), group.Key, group.Count(), group.GroupBy(hit => hit.ResourceType).ToDictionary(type => type.Key, type => type.Count())))
            .OrderByDescending(compartment => compartment.Count).ThenBy(compartment => compartment.Compartment, StringComparer.OrdinalIgnoreCase);
        return new Answer(inventory.Profile, inventory.At, hits.Count, TypeCount.Of(hits), [.. compartments]);
    }

    internal sealed record CompartmentCount(string? Compartment, string CompartmentId, int Count, IReadOnlyDictionary<string, int> Types);

    internal sealed record Answer(string Profile, DateTimeOffset At, int Total, IReadOnlyList<TypeCount> Types, IReadOnlyList<CompartmentCount> Compartments);
}
