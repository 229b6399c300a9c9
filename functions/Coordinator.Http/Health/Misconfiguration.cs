namespace Coordinator.Http.Health;

/// <summary>
/// Settings are wrong on a host that has no console to say it on. It starts all the same, says what is wrong, and does nothing else:
/// Slack is told to come again, and runs wait, since without (say) its Slack token the coordinator could only give them up.
/// </summary>
/// <param name="problems">Lines that name a variable or file, what is wrong, and what is allowed.</param>
internal sealed class Misconfiguration(string problems) : IHealthSource
{
    public const string Where = "GET /health?detail=true with the access key says what is wrong, and so does the log.";

    public Task<IReadOnlyDictionary<string, ComponentHealth>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<string, ComponentHealth>>(
        new Dictionary<string, ComponentHealth> { [ComponentHealth.Configuration] = new(ComponentHealth.Unhealthy, $"Nothing but health is served until this is put right.\n{problems}") });

    public Task<IReadOnlyDictionary<string, ComponentHealth>> CheckNowAsync(CancellationToken cancellationToken) => CheckAsync(cancellationToken);

    public Task<ComponentHealth?> IntakeProblemAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ComponentHealth?>(new ComponentHealth(ComponentHealth.Unhealthy, $"Settings are wrong. {Where}"));
}
