namespace Coordinator.Core.Tools;

/// <summary>Whether anything may be changed at all.</summary>
public sealed class MutationOptions
{
    /// <summary><c>ALLOW_MUTATIONS</c>: false refuses every tool that is not known to be read-only.</summary>
    public bool AllowMutations { get; set; }
}
