namespace Coordinator.Core.State;

/// <summary>Names this process as the owner of its attempts; another start is another owner.</summary>
public sealed record ProcessIdentity(string Id);
