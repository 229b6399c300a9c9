using Coordinator.Core.Failures;
using Coordinator.Core.Monitoring;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Http.Telemetry;

/// <summary>The key metrics are read when somebody asks for them; an exporter does not ask.</summary>
internal sealed class MetricsReading(KeyMetrics metrics, TimeProvider time) : BackgroundService
{
    /// <summary>As often as metrics are exported.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Period, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await metrics.ReadAsync(stoppingToken);
            }
        }
        catch (Exception exception) when (exception.IsCausedBy(stoppingToken))
        {
            // The host stops.
        }
    }
}
