using Coordinator.Core.Runs;

namespace Coordinator.Core.Intake;

/// <summary>Makes a run durable and sets it going.</summary>
public interface IRunStarter
{
    /// <summary>Completes when the request is durable. False: the run is known already. Throws if it cannot be made durable: the caller answers 503.</summary>
    Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken);

    /// <summary>Adds a stop to the run's inbox and wakes it. False: unknown or finished.</summary>
    Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken);
}
