using System.Text.RegularExpressions;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Compartments;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Compute;

/// <summary>Finds instances by display name. Search knows all compartments at once; what it finds is read from Compute, which knows the state.</summary>
internal sealed partial class InstanceNames(OciCaller oci)
{
    /// <summary>How many are read from Compute at a time.</summary>
    private const int AtOnce = 8;

    private const int MostChoices = 20;

    private const int MostHits = 10_000;

    private const int MostSimilar = 200;

    /// <summary>Instances that are there, in a compartment or below it; null: in the whole tenancy.</summary>
    /// <param name="isWhole">The whole name, letter case aside; else a part of it.</param>
    public async Task<(List<Instance> Instances, bool More)> FindAsync(Arguments arguments, string name, bool isWhole, CompartmentTree tree, int limit, CancellationToken cancellationToken)
    {
        var (found, more) = await LookAsync(arguments, name, isWhole, tree, limit, cancellationToken);
        return ([.. found.Select(one => one.Instance).OfType<Instance>()], more);
    }

    /// <summary>The one instance of this name.</summary>
    /// <exception cref="ToolException">There is none, or more than one: the choices are named, and none is taken.</exception>
    public async Task<Instance> OneAsync(Arguments arguments, CompartmentTree tree, CancellationToken cancellationToken)
    {
        var name = arguments.RequiredText("instance_name");
        var (found, more) = await LookAsync(arguments, name, isWhole: true, tree, MostChoices, cancellationToken);
        if (found is [{ Instance: { } one }] && !more) return one;
        var choices = found.ConvertAll(hit => $"{hit.Hit.DisplayName} in {tree.NameOf(hit.Hit.CompartmentId) ?? hit.Hit.CompartmentId}, {hit.Instance?.LifecycleState ?? "not readable by this user"} ({hit.Hit.Identifier})");
        if (found.Count > 1 || more)
        {
            throw new ToolException(ToolError.Conflict("AmbiguousName", $"{found.Count}{(more ? " or more" : "")} instances are named \"{name}\", so nothing was done. Give compartment_id to choose one.") with { Choices = choices });
        }

        throw new ToolException(found.Count == 1
            ? ToolError.NotFound($"The instance named \"{name}\" is gone, or this user may see but not read it: {choices[0]}.")
            : ToolError.NotFound($"There is no instance named \"{name}\".") with { Choices = await SimilarAsync(arguments, name, cancellationToken) });
    }

    /// <summary>What Search lists and has not ended, each as Compute describes it; null for what Compute does not let this user read: it is there all the same.</summary>
    private async Task<(List<(SearchHit Hit, Instance? Instance)> Found, bool More)> LookAsync(Arguments arguments, string name, bool isWhole, CompartmentTree tree, int limit, CancellationToken cancellationToken)
    {
        var scope = arguments.Text("compartment_id") is { } text ? tree.From(tree.Find("compartment_id", text).Id, subtree: true).Select(compartment => compartment.Id).ToHashSet() : null;
        var hits = (await SearchAsync(arguments, name, isWhole, MostHits, cancellationToken)).Where(hit => scope?.Contains(hit.CompartmentId) != false && !HasEnded(hit.LifecycleState)).ToList();
        var found = new List<(SearchHit Hit, Instance? Instance)>();
        foreach (var group in hits.Take(limit).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(group.Select(async hit => (Hit: hit, Instance: await ReadAsync(arguments, hit.Identifier, cancellationToken))));
            found.AddRange(read.Where(one => one.Instance is null || (!HasEnded(one.Instance.LifecycleState) && Matches(one.Instance.DisplayName, name, isWhole))));
        }

        return (found, hits.Count > limit);
    }

    private async Task<Instance?> ReadAsync(Arguments arguments, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await oci.GetAsync<Instance>(OciCaller.Target(OciServices.Compute, arguments), $"/20160918/instances/{Uri.EscapeDataString(id)}", cancellationToken);
        }
        catch (ToolException exception) when (exception.Error.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Names that share a piece with the one asked for. Only ever an offer: nothing acts on a similar name.</summary>
    private async Task<IReadOnlyList<string>> SimilarAsync(Arguments arguments, string name, CancellationToken cancellationToken)
    {
        var pieces = Piece().Matches(name).Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(3);
        var similar = await Task.WhenAll(pieces.Select(piece => SearchAsync(arguments, piece, isWhole: false, MostSimilar, cancellationToken)));
        return [.. similar.SelectMany(hits => hits).Select(hit => hit.DisplayName).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(5)];
    }

    private Task<List<SearchHit>> SearchAsync(Arguments arguments, string name, bool isWhole, int limit, CancellationToken cancellationToken)
    {
        if (!SearchableName().IsMatch(name)) throw new ToolException(ToolError.InvalidParameter("instance_name has a quotation mark, backslash or control character, by which Search cannot look: use the instance's OCID."));
        var query = $"query instance resources where displayName {(isWhole ? "=" : "=~")} '{name}'";
        return ResourceSearch.RunAsync(oci, arguments, query, limit, cancellationToken);
    }

    /// <summary>Search writes states in other cases than Compute does.</summary>
    private static bool HasEnded(string? state) => state?.ToUpperInvariant() is "TERMINATED" or "TERMINATING";

    private static bool Matches(string name, string text, bool isWhole) =>
        isWhole ? name.Equals(text, StringComparison.OrdinalIgnoreCase) : name.Contains(text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[^'""\\\p{C}]+$")]
    private static partial Regex SearchableName();

    [GeneratedRegex("[A-Za-z0-9]{3,}")]
    private static partial Regex Piece();
}
