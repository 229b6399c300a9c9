using System.Collections.Concurrent;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Compartments;

/// <summary>The compartments of each profile's tenancy. They change rarely, so that reads may see a list of some minutes ago.</summary>
internal sealed class CompartmentDirectory(OciCaller oci, Principals principals, TimeProvider clock)
{
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const string Path = "/20160918/compartments";

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Read, CompartmentTree Tree)> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Read, CompartmentTree Tree)> refused = new(StringComparer.Ordinal);

    /// <summary>For answers in which names of compartments stand: whoever may see a thing need not be allowed to see the names of all compartments.</summary>
    /// <param name="isNeeded">Not only for the names in the answer, so that nothing can be said without it.</param>
    public async Task<CompartmentTree> NamesAsync(Arguments arguments, bool fresh, bool isNeeded, CancellationToken cancellationToken)
    {
        var (profile, _) = principals.Of(arguments.Profile);
        if (!fresh && !isNeeded && Held(refused, profile) is { } hidden) return hidden;
        try
        {
            return await TreeAsync(arguments, fresh, cancellationToken);
        }
        catch (ToolException exception) when (!isNeeded && exception.Error.Status is (Forbidden or NotFound))
        {
            return (refused[profile.Name] = (clock.GetUtcNow(), CompartmentTree.Hidden(profile.Tenancy))).Tree;
        }
    }

    /// <param name="fresh">As they are now: before something is changed.</param>
    public async Task<CompartmentTree> TreeAsync(Arguments arguments, bool fresh, CancellationToken cancellationToken)
    {
        var (profile, _) = principals.Of(arguments.Profile);
        if (!fresh && Held(known, profile) is { } held) return held;
        var target = OciCaller.Target(OciServices.Identity, arguments);
        var root = await oci.GetAsync<Compartment>(target, $"{Path}/{profile.Tenancy}", cancellationToken);
        var all = new ApiRequest(HttpMethod.Get, Path) { Query = [new("compartmentId", profile.Tenancy), new("compartmentIdInSubtree", "true"), new("accessLevel", "ANY")] };
        var tree = new CompartmentTree(root with { CompartmentId = null }, await oci.ListAsync<Compartment>(target, all, cancellationToken));
        known[profile.Name] = (clock.GetUtcNow(), tree);
        refused.TryRemove(profile.Name, out _);
        return tree;
    }

    private CompartmentTree? Held(ConcurrentDictionary<string, (DateTimeOffset Read, CompartmentTree Tree)> trees, OciProfile profile) =>
        trees.TryGetValue(profile.Name, out var held) && clock.GetUtcNow() - held.Read < KeptFor && held.Tree.Root.Id == profile.Tenancy ? held.Tree : null;
}
