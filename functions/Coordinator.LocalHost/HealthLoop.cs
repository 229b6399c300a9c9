using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Http.Hosting;

namespace Coordinator.LocalHost;

/// <summary>A round of health checks as soon as the host serves, then one each <c>HEALTH_CHECK_INTERVAL</c>.</summary>
internal sealed class HealthLoop(HealthMonitor monitor, HealthOptions options, IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await lifetime.ServingAsync(stoppingToken);
            using var timer = new PeriodicTimer(options.Interval, time);
            do
            {
                await monitor.CheckAllAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception exception) when (exception.IsCausedBy(stoppingToken))
        {
            // Thrown on, it would be taken for a fault where the host never got to run.
        }
    }
}
