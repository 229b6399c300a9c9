namespace Coordinator.DemoServer.Cloud;

/// <summary>Which compartment lies below which.</summary>
internal sealed class CompartmentTree(IReadOnlyList<Compartment> compartments)
{
    private readonly Dictionary<string, Compartment> byId = compartments.ToDictionary(c => c.Id);

    public Compartment Root { get; } = compartments.Single(c => c.ParentId is null);

    public bool Contains(string id) => byId.ContainsKey(id);

    public string NameOf(string id) => byId[id].Name;

    /// <summary><c>/</c> for the root, else the names from below the root, <c>/production/prod-apps</c>.</summary>
    public string PathOf(Compartment compartment)
    {
        var names = Ancestry(compartment).Where(c => c.ParentId is not null).Select(c => c.Name).Reverse();
        return "/" + string.Join('/', names);
    }

    /// <summary>The compartment and everything below it, parents first; only its children if not <paramref name="deep"/>.</summary>
    public IReadOnlyList<Compartment> From(string id, bool deep)
    {
        var found = new List<Compartment> { byId[id] };
        for (var next = 0; next < (deep ? found.Count : 1); next++)
            found.AddRange(compartments.Where(c => c.ParentId == found[next].Id));
        return found;
    }

    /// <summary>Ids to filter by: all if no compartment is named, one, or one with everything below it.</summary>
    public IReadOnlySet<string> Scope(string? id, bool includeSubtree) => id switch
    {
        null => byId.Keys.ToHashSet(),
        _ when !includeSubtree => new HashSet<string> { id },
        _ => From(id, deep: true).Select(c => c.Id).ToHashSet(),
    };

    private IEnumerable<Compartment> Ancestry(Compartment compartment)
    {
        for (var at = compartment; at is not null; at = at.ParentId is null ? null : byId[at.ParentId])
            yield return at;
    }
}
