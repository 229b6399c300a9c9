using Coordinator.OciServer.Apis;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>How many resources of a kind there are, and in which states.</summary>
internal sealed record TypeCount(string ResourceType, int Count, IReadOnlyDictionary<string, int> States)
{
    public static IReadOnlyList<TypeCount> Of(IEnumerable<SearchHit> hits) =>
        [.. hits.GroupBy(hit => hit.ResourceType)
            .Select(type => new TypeCount(type.Key, type.Count(), type.GroupBy(hit => hit.LifecycleState ?? "UNKNOWN").OrderBy(state => state.Key, StringComparer.Ordinal).ToDictionary(state => state.Key, state => state.Count())))
            .OrderByDescending(type => type.Count).ThenBy(type => type.ResourceType, StringComparer.Ordinal)];
}
