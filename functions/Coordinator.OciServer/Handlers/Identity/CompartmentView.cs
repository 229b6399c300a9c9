using Coordinator.OciServer.Compartments;

namespace Coordinator.OciServer.Handlers.Identity;

/// <param name="Path">From below the root, with '/' between.</param>
internal sealed record CompartmentView(string Name, string Id, string? Description, string LifecycleState, string? ParentId, string Path);

/// <param name="Total">How many there are; <paramref name="Count"/> is how many are listed.</param>
internal sealed record CompartmentList(int Count, int Total, bool More, IReadOnlyList<CompartmentView> Compartments)
{
    public static CompartmentList Of(CompartmentTree tree, IReadOnlyList<Compartment> all, int limit)
    {
        var shown = all.Take(limit).Select(it => new CompartmentView(it.Name, it.Id, it.Description, it.LifecycleState, it.CompartmentId, tree.PathOf(it))).ToList();
        return new CompartmentList(shown.Count, all.Count, all.Count > shown.Count, shown);
    }
}
