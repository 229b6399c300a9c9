using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;

namespace Coordinator.OciServer.Handlers.Discovery;

internal sealed record ResourceView(string? Name, string ResourceType, string Id, string? State, string? Compartment, string CompartmentId)
{
    public static ResourceView Of(SearchHit hit, CompartmentTree tree) => new(hit.DisplayName, hit.ResourceType, hit.Identifier, hit.LifecycleState, tree.NameOf(hit.CompartmentId), hit.CompartmentId);
}

/// <param name="At">When the tenancy was looked at.</param>
internal sealed record ResourceList(DateTimeOffset At, int Count, int Total, IReadOnlyList<ResourceView> Resources)
{
    public static ResourceList Of(Inventory inventory, IReadOnlyList<SearchHit> hits, int limit, CompartmentTree tree)
    {
        var shown = hits.OrderBy(hit => hit.ResourceType, StringComparer.Ordinal).ThenBy(hit => hit.DisplayName, StringComparer.OrdinalIgnoreCase).Take(limit).Select(hit => ResourceView.Of(hit, tree)).ToList();
        return new ResourceList(inventory.At, shown.Count, hits.Count, shown);
    }
}
