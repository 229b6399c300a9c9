namespace Coordinator.Core.Execution;

/// <summary>Names this process as the owner of its attempts; another start is another owner.</summary>
public sealed record ProcessIdentity(string Id);
