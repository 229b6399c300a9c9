using System.Collections.Concurrent;
using Coordinator.OciServer.Apis;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>The resources of each profile's tenancy, as Search listed them. Kept for an hour; whoever asks later lists them anew.</summary>
internal sealed class InventoryCache(OciCaller oci, OciConfigFile config, TimeProvider clock)
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

    private readonly ConcurrentDictionary<string, Inventory> known = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Inventory> Known => [.. known.Values];

    public bool IsFresh(Inventory inventory) => clock.GetUtcNow() - inventory.At < KeptFor;

    public async Task<Inventory> GetAsync(Arguments arguments, CancellationToken cancellationToken) =>
        known.TryGetValue(config.Profile(arguments.Profile).Name, out var held) && IsFresh(held) ? held : await ReadAsync(arguments, [.. Groups.Keys], cancellationToken);

    /// <param name="groups">Words such as compute.</param>
    /// <exception cref="ToolException">One of them is none.</exception>
    public async Task<Inventory> ReadAsync(Arguments arguments, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        if (groups.FirstOrDefault(group => !Groups.ContainsKey(group)) is { } unknown)
        {
            throw new ToolException(ToolError.InvalidParameter($"resource_types has \"{unknown}\": it must be one or more of {string.Join(", ", Groups.Keys)}, with commas between."));
        }

        var query = $"query {string.Join(", ", groups.SelectMany(group => Groups[group]).Distinct())} resources";
        var hits = await ResourceSearch.RunAsync(oci, arguments, query, MostResources, cancellationToken);
        var inventory = new Inventory(config.Profile(arguments.Profile).Name, clock.GetUtcNow(), groups, [.. hits.Take(MostResources)], hits.Count <= MostResources);
        known[inventory.Profile] = inventory;
        return inventory;
    }

    /// <summary>A kind of resource as the original's tools name it (instances, vcns) or as Search does (Instance, Vcn).</summary>
    public static bool IsOfType(SearchHit hit, string type) => type.TrimEnd('s', 'S').Replace("_", "", StringComparison.Ordinal) is var word
        && (hit.ResourceType.Equals(word, StringComparison.OrdinalIgnoreCase)
            || (Groups.TryGetValue(type, out var types) && types.Contains(hit.ResourceType, StringComparer.OrdinalIgnoreCase))
            || (word.Equals("database", StringComparison.OrdinalIgnoreCase) && hit.ResourceType.EndsWith("Database", StringComparison.OrdinalIgnoreCase)));
}
