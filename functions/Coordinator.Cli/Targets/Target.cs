namespace Coordinator.Cli.Targets;

/// <summary>Where the coordinator is.</summary>
/// <param name="Endpoint">Ends with a slash.</param>
/// <param name="Key">Its <c>COORDINATOR_ADMIN_KEY</c>; null where none is needed.</param>
internal sealed record Target(Uri Endpoint, string? Key)
{
    public string Shown => Endpoint.ToString().TrimEnd('/');
}
