using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>Which tenancies have been looked at, and when.</summary>
internal sealed class DiscoveryStatus(InventoryCache cache, TimeProvider clock) : Handler<DiscoveryStatus.Answer>("discovery_cache_status")
{
    protected override Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var profiles = cache.Known.OrderBy(inventory => inventory.Profile, StringComparer.Ordinal).ThenBy(inventory => inventory.Region, StringComparer.Ordinal)
            .Select(inventory => new Known(inventory.Profile, inventory.Region, inventory.At, (int)(now - inventory.At).TotalSeconds, cache.IsFresh(inventory), inventory.Resources.Count)).ToList();
        return Task.FromResult(new Answer((int)InventoryCache.KeptFor.TotalSeconds, profiles));
    }

    internal sealed record Known(string Profile, string Region, DateTimeOffset At, int AgeSeconds, bool Fresh, int Resources);

    internal sealed record Answer(int KeptForSeconds, IReadOnlyList<Known> Profiles);
}
