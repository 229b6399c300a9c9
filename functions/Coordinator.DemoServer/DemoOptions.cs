namespace Coordinator.DemoServer;

/// <summary>What the command line says.</summary>
/// <param name="StateFile">The tenancy; created when missing.</param>
/// <param name="Now">A fixed time for reproducible figures; null takes the clock.</param>
/// <param name="HoldAfterWrite">While this file exists, a write is done but not answered.</param>
internal sealed record DemoOptions(string StateFile, DateTimeOffset? Now, string? HoldAfterWrite);
