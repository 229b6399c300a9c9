using Coordinator.OciServer.Errors;

namespace Coordinator.OciServer.Compartments;

/// <summary>The compartments of a tenancy, by OCID, by name and by where they stand.</summary>
internal sealed class CompartmentTree
{
    private const int MostChoices = 20;

    private readonly Dictionary<string, Compartment> byId;
    private readonly ILookup<string, Compartment> children;

    public CompartmentTree(Compartment root, IEnumerable<Compartment> others)
    {
        Root = root;
        byId = others.Prepend(root).GroupBy(compartment => compartment.Id).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        children = byId.Values.Where(compartment => compartment.Id != root.Id && compartment.CompartmentId is not null)
            .OrderBy(compartment => compartment.Name, StringComparer.OrdinalIgnoreCase)
            .ToLookup(compartment => compartment.CompartmentId!, StringComparer.Ordinal);
    }

    public Compartment Root { get; }

    /// <summary>This user may not list compartments: an OCID is taken as it is, and nothing has a name.</summary>
    private bool IsHidden { get; init; }

    public static CompartmentTree Hidden(string tenancy) => new(Unnamed(tenancy), []) { IsHidden = true };

    public static bool IsOcid(string text) => text.StartsWith("ocid1.", StringComparison.Ordinal);

    /// <summary>Null for what is not in this tenancy, or hidden from this user.</summary>
    public string? NameOf(string? id) => !IsHidden && id is not null && byId.TryGetValue(id, out var compartment) ? compartment.Name : null;

    /// <summary>Names from below the root to the compartment, with '/' between; the root's is its name.</summary>
    public string PathOf(Compartment compartment)
    {
        var names = new Stack<string>();
        for (var at = compartment; at is not null && at.Id != Root.Id && names.Count < byId.Count; at = at.CompartmentId is { } parent ? byId.GetValueOrDefault(parent) : null) names.Push(at.Name);
        return names.Count == 0 ? compartment.Name : string.Join('/', names);
    }

    /// <summary>A compartment and, if asked, all below it; parents first.</summary>
    public IEnumerable<Compartment> From(string id, bool subtree)
    {
        if (!byId.TryGetValue(id, out var start)) yield break;
        var left = new Stack<Compartment>([start]);
        while (left.TryPop(out var next))
        {
            yield return next;
            if (!subtree) yield break;
            foreach (var child in children[next.Id].Reverse()) left.Push(child);
        }
    }

    /// <summary>The one compartment that an OCID, a name or a path means.</summary>
    /// <exception cref="ToolException">There is none, or more than one: the choices are named, and none is taken.</exception>
    public Compartment Find(string parameter, string text)
    {
        if (IsOcid(text))
        {
            if (text.Split('.')[1] is var kind and not ("compartment" or "tenancy")) throw new ToolException(ToolError.InvalidParameter($"{parameter} must be the OCID of a compartment, not of a thing of kind {kind}."));
            if (IsHidden) return Unnamed(text);
            return byId.GetValueOrDefault(text) ?? throw new ToolException(ToolError.NotFound($"There is no compartment with the OCID {text} in the tenancy {Root.Name}, or this user may not see it."));
        }

        var active = byId.Values.Where(compartment => compartment.LifecycleState == "ACTIVE").ToList();
        var hits = active.Where(compartment => Means(text, compartment)).ToList();
        return hits switch
        {
            [var one] => one,
            [] => throw new ToolException(ToolError.NotFound($"There is no compartment named \"{text}\".") with { Choices = [.. active.Select(PathOf).Order(StringComparer.OrdinalIgnoreCase).Take(MostChoices)] }),
            _ => throw new ToolException(ToolError.Conflict("AmbiguousName", $"{hits.Count} compartments are named \"{text}\"; give {parameter} as a path or an OCID.") with
            {
                Choices = [.. hits.Select(hit => $"{PathOf(hit)} ({hit.Id})")],
            }),
        };
    }

    private static Compartment Unnamed(string id) => new(id, "", null, null, "ACTIVE");

    private bool Means(string text, Compartment compartment) =>
        compartment.Name.Equals(text, StringComparison.OrdinalIgnoreCase) || PathOf(compartment).Equals(text.Trim('/'), StringComparison.OrdinalIgnoreCase)
        || (compartment.Id == Root.Id && text.Equals("root", StringComparison.OrdinalIgnoreCase));
}
