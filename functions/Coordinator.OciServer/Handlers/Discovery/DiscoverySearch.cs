using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>The resources whose name or OCID has a text in it.</summary>
internal sealed class DiscoverySearch(InventoryCache cache, CompartmentDirectory directory) : Handler<ResourceList>("discovery_resources")
{
    protected override async Task<ResourceList> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (query, type) = (call.Arguments.RequiredText("query"), call.Arguments.Text("resource_type"));
        if (type is not null) InventoryCache.RequireType(type);
        var tree = await directory.NamesAsync(call.Arguments, fresh: false, isNeeded: call.Arguments.Has("compartment_id"), cancellationToken);
        var scope = DiscoveryScope.Of(call.Arguments, tree);
        var inventory = await cache.GetAsync(call.Arguments, cancellationToken);
        var hits = inventory.Resources
            .Where(hit => hit.DisplayName?.Contains(query, StringComparison.OrdinalIgnoreCase) == true || hit.Identifier.Contains(query, StringComparison.OrdinalIgnoreCase))
            .Where(hit => (type is null || InventoryCache.IsOfType(hit.ResourceType, type)) && scope?.Contains(hit.CompartmentId) != false)
            .ToList();
        return ResourceList.Of(inventory, hits, call.Arguments.Number("limit"), tree);
    }
}
