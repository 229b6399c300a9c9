using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Runs;

/// <summary>The client that the host bound to the function under way.</summary>
public sealed class DurableClients
{
    private readonly AsyncLocal<DurableTaskClient?> _current = new();

    /// <exception cref="InvalidOperationException">The function has no <c>[DurableClient]</c>: a bug of this project.</exception>
    public DurableTaskClient Current => _current.Value ?? throw new InvalidOperationException("This function was given no durable client.");

    public void Use(DurableTaskClient client) => _current.Value = client;
}
