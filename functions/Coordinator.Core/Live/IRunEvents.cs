namespace Coordinator.Core.Live;

/// <summary>The live view of a run.</summary>
public interface IRunEvents
{
    /// <summary>
    /// Facts with a number above <paramref name="after"/>, each once and in order, first those stored and then those that come, with progress in between.
    /// Ends after the run's last fact, or after what is known of a parked run; an unknown run never ends.
    /// </summary>
    IAsyncEnumerable<RunEvent> SubscribeAsync(string runId, long after, CancellationToken cancellationToken);
}
