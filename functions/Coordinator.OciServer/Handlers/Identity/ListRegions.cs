using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Identity;

internal sealed class ListRegions(RegionSubscriptions subscriptions) : Handler<ListRegions.Answer>("regions")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var regions = await subscriptions.ListAsync(call.Arguments, cancellationToken);
        return new Answer(regions.Count, [.. regions.OrderByDescending(region => region.IsHomeRegion).ThenBy(region => region.RegionName, StringComparer.Ordinal)
            .Select(region => new RegionView(region.RegionName, region.RegionKey, region.Status, region.IsHomeRegion))]);
    }

    internal sealed record RegionView(string Name, string Key, string Status, bool IsHome);

    internal sealed record Answer(int Count, IReadOnlyList<RegionView> Regions);
}
