using System.Collections.Concurrent;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;
using Coordinator.OciServer.Regions;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>The resources of each profile's tenancy and region, as Search listed them. Kept for an hour; whoever asks later lists them anew.</summary>
internal sealed class InventoryCache(OciCaller oci, OciConfigFile config, RegionList regions, TimeProvider clock)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private const int MostResources = 10_000;

    /// <summary>What the original's words for kinds of resources mean to Search.</summary>
    private static readonly Dictionary<string, string[]> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["compute"] = ["instance"],
        ["network"] = ["vcn", "subnet"],
        ["database"] = ["autonomousdatabase", "database"],
        ["identity"] = ["compartment"],
    };

    private readonly ConcurrentDictionary<(string Profile, string Tenancy, string Region), Inventory> known = [];

    public IReadOnlyCollection<Inventory> Known => [.. known.Values];

    public bool IsFresh(Inventory inventory) => clock.GetUtcNow() - inventory.At < KeptFor;

    public async Task<Inventory> GetAsync(Arguments arguments, CancellationToken cancellationToken) =>
        known.TryGetValue(Key(arguments), out var held) && IsFresh(held) && Groups.Keys.All(group => held.Groups.Contains(group, StringComparer.OrdinalIgnoreCase)) ? held : await ReadAsync(arguments, [.. Groups.Keys], cancellationToken);

    /// <param name="groups">Words such as compute.</param>
    /// <exception cref="ToolException">One of them is none.</exception>
    public async Task<Inventory> ReadAsync(Arguments arguments, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        if (groups.FirstOrDefault(group => !Groups.ContainsKey(group)) is { } unknown)
        {
            throw new ToolException(ToolError.InvalidParameter($"resource_types has \"{unknown}\": it must be one or more of {string.Join(", ", Groups.Keys)}, with commas between."));
        }

        var query = $"query {string.Join(", ", groups.SelectMany(group => Groups[group]).Distinct())} resources";
        var key = Key(arguments);
        var hits = await ResourceSearch.RunAsync(oci, arguments, query, MostResources, cancellationToken);
        var inventory = new Inventory(key.Profile, key.Region, clock.GetUtcNow(), groups, [.. hits.Take(MostResources)], hits.Count <= MostResources);
        known[key] = inventory;
        return inventory;
    }

    /// <exception cref="ToolException">No discovery looks for this kind: that there is none of it cannot be said.</exception>
    public static void RequireType(string type)
    {
        if (!Groups.Values.SelectMany(types => types).Any(known => IsOfType(known, type)))
        {
            throw new ToolException(ToolError.InvalidParameter($"resource_type is \"{type}\", which a discovery does not look for: it must be one of instances, vcns, subnets, autonomous_databases, databases, compartments."));
        }
    }

    /// <summary>A kind of resource as the original's tools name it (instances, vcns) or as Search does (Instance, Vcn).</summary>
    /// <param name="resourceType">As Search calls it.</param>
    public static bool IsOfType(string resourceType, string type) => type.TrimEnd('s', 'S').Replace("_", "", StringComparison.Ordinal) is var word
        && (resourceType.Equals(word, StringComparison.OrdinalIgnoreCase)
            || (Groups.TryGetValue(type, out var types) && types.Contains(resourceType, StringComparer.OrdinalIgnoreCase))
            || (word.Equals("database", StringComparison.OrdinalIgnoreCase) && resourceType.EndsWith("Database", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Search knows its own region only.</summary>
    private (string Profile, string Tenancy, string Region) Key(Arguments arguments)
    {
        var profile = config.Profile(arguments.Profile);
        return (profile.Name, profile.Tenancy, regions.Find(arguments.Region ?? profile.Region).Name);
    }
}
