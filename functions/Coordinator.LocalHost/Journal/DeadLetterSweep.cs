using Coordinator.Core.DeadLetters.Queue;
using Coordinator.Core.Failures;

namespace Coordinator.LocalHost.Journal;

/// <summary>Looks after dead letters, at start and once a minute.</summary>
internal sealed partial class DeadLetterSweep(DeadLetterUpkeep upkeep, TimeProvider time, ILogger<DeadLetterSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await upkeep.RunAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                if (exception.IsCausedBy(stoppingToken))
                {
                    return;
                }

                LogNotSwept(exception);
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    /// <summary>False at the end. Here as above, an exception would be taken for a fault where the host never got to run.</summary>
    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "dead_letters_not_swept it is tried again in a minute")]
    private partial void LogNotSwept(Exception exception);
}
