namespace Coordinator.Cli.Targets;

/// <param name="Endpoint">Null: the one on this machine.</param>
internal sealed record Profile(string? Endpoint, string? Key);
