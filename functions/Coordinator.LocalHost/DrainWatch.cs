using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Failures;

namespace Coordinator.LocalHost;

/// <summary>A drain that was set on another instance is heard of here.</summary>
internal sealed class DrainWatch(Drain drain, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Drain.Reach, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await drain.RefreshAsync(stoppingToken);
            }
        }
        catch (Exception exception) when (exception.IsCausedBy(stoppingToken))
        {
            // The host stops.
        }
    }
}
