namespace Coordinator.Core.Execution.Drains;

/// <summary>Runs that a drain holds on a host where nobody hears of its end.</summary>
public interface IHeldRuns
{
    /// <summary>The drain has ended: they go on at once instead of when they look next.</summary>
    Task WakeAsync(CancellationToken cancellationToken);
}
