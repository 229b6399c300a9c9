namespace Coordinator.Http.Health;

/// <summary>What there is to say about the health of this host.</summary>
internal interface IHealthSource
{
    /// <summary>By component, in the order in which they are shown.</summary>
    Task<IReadOnlyDictionary<string, ComponentHealth>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>The same after a look at everything now.</summary>
    Task<IReadOnlyDictionary<string, ComponentHealth>> CheckNowAsync(CancellationToken cancellationToken);

    /// <summary>Why messages cannot be accepted; null when they can.</summary>
    Task<ComponentHealth?> IntakeProblemAsync(CancellationToken cancellationToken);
}
