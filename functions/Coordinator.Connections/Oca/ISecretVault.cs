using Coordinator.Core.State;

namespace Coordinator.Connections.Oca;

/// <summary>
/// Keeps a few small secrets where runs are kept, so that they outlast a restart, a cleared cache and an outage of shared state. What it is given is encrypted already.
/// Failures are <see cref="RunMemoryException"/>s.
/// </summary>
public interface ISecretVault
{
    /// <summary>Null: there is none.</summary>
    Task<KeptSecret?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Whatever is there.</summary>
    Task PutAsync(string name, string content, CancellationToken cancellationToken);

    /// <summary>False: it is not as it was read, and was left as it is.</summary>
    Task<bool> ReplaceAsync(string name, string content, string tag, CancellationToken cancellationToken);

    /// <param name="tag">Only if it is still as it was read; null: whatever is there.</param>
    /// <returns>False: nothing was deleted.</returns>
    Task<bool> DeleteAsync(string name, string? tag, CancellationToken cancellationToken);
}

/// <param name="Tag">Changes with each write.</param>
public sealed record KeptSecret(string Content, string Tag);
