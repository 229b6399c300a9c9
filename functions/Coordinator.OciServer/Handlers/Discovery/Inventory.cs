using Coordinator.OciServer.Apis;

namespace Coordinator.OciServer.Handlers.Discovery;

/// <summary>What a discovery found, and when.</summary>
/// <param name="IsWhole">False if there was more than a discovery takes up.</param>
internal sealed record Inventory(string Profile, string Region, DateTimeOffset At, IReadOnlyList<string> Groups, IReadOnlyList<SearchHit> Resources, bool IsWhole);
