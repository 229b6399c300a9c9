using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>The resources of one kind.</summary>
internal sealed class DiscoveryCached(InventoryCache cache, CompartmentDirectory directory) : Handler<ResourceList>("discovery_resources")
{
    protected override async Task<ResourceList> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var type = call.Arguments.RequiredText("resource_type");
        InventoryCache.RequireType(type);
        var tree = await directory.NamesAsync(call.Arguments, fresh: false, isNeeded: call.Arguments.Has("compartment_id"), cancellationToken);
        var scope = DiscoveryScope.Of(call.Arguments, tree);
        var inventory = await cache.GetAsync(call.Arguments, cancellationToken);
        var hits = inventory.Resources.Where(hit => InventoryCache.IsOfType(hit.ResourceType, type) && scope?.Contains(hit.CompartmentId) != false).ToList();
        return ResourceList.Of(inventory, hits, call.Arguments.Number("limit"), tree);
    }
}
