using System.Runtime.CompilerServices;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Functions.Runs;

/// <summary>The live view where a run's steps happen on any instance: run memory is read once a second. Progress within a step is not seen.</summary>
internal sealed class PolledRunEvents(IRunMemory memory, TimeProvider time) : IRunEvents, IRunProgress
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<RunEvent> SubscribeAsync(string runId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (seen, last) = (0L, false);
        while (!last)
        {
            foreach (var stored in await memory.ReadFactsAsync(runId, seen, cancellationToken))
            {
                (seen, last) = (stored.Number, last || stored.Fact is RunFinished or UnknownFact);
                if (stored.Number > after)
                {
                    yield return new FactRecorded(stored);
                }
            }

            if (!last)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    public void Report(string runId, RunProgress progress)
    {
    }
}
