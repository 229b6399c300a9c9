using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Health;
using Coordinator.Functions.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Timers;

/// <summary>The one timer: each chore decides for itself whether it is due.</summary>
public sealed class EveryMinute(RunSweep sweep, DeadLetterUpkeep letters, RunUpkeep upkeep, HealthMonitor monitor)
{
    [Function("EveryMinute")]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        // Beside the others: a server that hangs must not hold up the runs, nor runs that cannot be read the look at servers.
        var health = monitor.CheckWhenDueAsync(cancellationToken);
        try
        {
            await sweep.RunAsync(client, cancellationToken);
            await letters.RunAsync(cancellationToken);
            await upkeep.RunWhenDueAsync(cancellationToken);
        }
        finally
        {
            await health;
        }
    }
}
