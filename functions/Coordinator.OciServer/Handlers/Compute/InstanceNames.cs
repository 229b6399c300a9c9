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

    /// <summary>Instances that are there, in a compartment or below it; null: in the whole tenancy.</summary>
    /// <param name="isWhole">The whole name, letter case aside; else a part of it.</param>
    public async Task<(List<Instance> Instances, bool More)> FindAsync(Arguments arguments, string name, bool isWhole, CompartmentTree tree, int limit, CancellationToken cancellationToken)
    {
        var scope = arguments.Text("compartment_id") is { } text ? tree.From(tree.Find("compartment_id", text).Id, subtree: true).Select(compartment => compartment.Id).ToHashSet() : null;
        var hits = (await SearchAsync(arguments, name, isWhole, cancellationToken)).Where(hit => scope?.Contains(hit.CompartmentId) != false).ToList();
        var instances = new List<Instance>();
        foreach (var group in hits.Take(limit).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(group.Select(hit => ReadAsync(arguments, hit.Identifier, cancellationToken)));
            instances.AddRange(read.OfType<Instance>().Where(instance => instance.LifecycleState is not ("TERMINATED" or "TERMINATING") && Matches(instance.DisplayName, name, isWhole)));
        }

        return (instances, hits.Count > limit);
    }

    /// <summary>The one instance of this name.</summary>
    /// <exception cref="ToolException">There is none, or more than one: the choices are named, and none is taken.</exception>
    public async Task<Instance> OneAsync(Arguments arguments, CompartmentTree tree, CancellationToken cancellationToken)
    {
        var name = arguments.RequiredText("instance_name");
        var (instances, more) = await FindAsync(arguments, name, isWhole: true, tree, MostChoices, cancellationToken);
        if (instances is [var one] && !more) return one;
        if (instances.Count > 0)
        {
            throw new ToolException(ToolError.Conflict("AmbiguousName", $"{instances.Count}{(more ? " or more" : "")} instances are named \"{name}\", so nothing was done. Give compartment_id to choose one.") with
            {
                Choices = [.. instances.Select(instance => $"{instance.DisplayName} in {tree.NameOf(instance.CompartmentId)}, {instance.LifecycleState} ({instance.Id})")],
            });
        }

        throw new ToolException(ToolError.NotFound($"There is no instance named \"{name}\".") with { Choices = await SimilarAsync(arguments, name, cancellationToken) });
    }

    private async Task<Instance?> ReadAsync(Arguments arguments, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await oci.GetAsync<Instance>(OciCaller.Target(OciServices.Compute, arguments), $"/20160918/instances/{Uri.EscapeDataString(id)}", cancellationToken);
        }
        catch (ToolException exception) when (exception.Error.Status == 404)
        {
            // Search is some moments behind.
            return null;
        }
    }

    /// <summary>Names that share a piece with the one asked for. Only ever an offer: nothing acts on a similar name.</summary>
    private async Task<IReadOnlyList<string>> SimilarAsync(Arguments arguments, string name, CancellationToken cancellationToken)
    {
        var pieces = Piece().Matches(name).Select(match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(3);
        var similar = await Task.WhenAll(pieces.Select(piece => SearchAsync(arguments, piece, isWhole: false, cancellationToken)));
        return [.. similar.SelectMany(hits => hits).Select(hit => hit.DisplayName).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(5)];
    }

    private Task<List<SearchHit>> SearchAsync(Arguments arguments, string name, bool isWhole, CancellationToken cancellationToken)
    {
        if (!SearchableName().IsMatch(name)) throw new ToolException(ToolError.InvalidParameter("instance_name has a quotation mark, backslash or control character, by which Search cannot look: use the instance's OCID."));
        var query = $"query instance resources where displayName {(isWhole ? "=" : "=~")} '{name}'";
        return ResourceSearch.RunAsync(oci, arguments, query, 200, cancellationToken);
    }

    private static bool Matches(string name, string text, bool isWhole) =>
        isWhole ? name.Equals(text, StringComparison.OrdinalIgnoreCase) : name.Contains(text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[^'""\\\p{C}]+$")]
    private static partial Regex SearchableName();

    [GeneratedRegex("[A-Za-z0-9]{3,}")]
    private static partial Regex Piece();
}
