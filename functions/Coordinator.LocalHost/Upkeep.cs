using Coordinator.Core.Failures;

namespace Coordinator.LocalHost;

/// <summary>Work that the host does at start and once in every period. What fails is tried again the next time.</summary>
internal sealed partial class Upkeep(string name, TimeSpan period, Func<CancellationToken, Task> work, TimeProvider time, ILogger<Upkeep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(period, time);
            do
            {
                await RunAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception exception) when (exception.IsCausedBy(stoppingToken))
        {
            // Thrown on, it would be taken for a fault where the host never got to run.
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(stoppingToken))
        {
            LogFailed(name, period.TotalSeconds, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "upkeep_failed of={Name} it is tried again in {Seconds:0} s")]
    private partial void LogFailed(string name, double seconds, Exception exception);
}
