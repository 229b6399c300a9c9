using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>Lists the tenancy's resources anew.</summary>
internal sealed class DiscoveryRun(InventoryCache cache) : Handler<DiscoveryRun.Answer>("discovery")
{
    protected override async Task<Answer> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var groups = call.Arguments.RequiredText("resource_types").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var inventory = await cache.ReadAsync(call.Arguments, groups, cancellationToken);
        return new Answer(inventory.Profile, inventory.At, inventory.Resources.Count, inventory.IsWhole, TypeCount.Of(inventory.Resources));
    }

    internal sealed record Answer(string Profile, DateTimeOffset At, int Total, bool Complete, IReadOnlyList<TypeCount> Types);
}
