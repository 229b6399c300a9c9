using Coordinator.Connections.Sqlite;
using Coordinator.Core.Failures;

namespace Coordinator.LocalHost.Journal;

/// <summary>Deletes finished runs that are older than <c>RUN_RETENTION_DAYS</c>, at start and once an hour.</summary>
internal sealed partial class RunRetention(SqliteRunMemory memory, RunnerOptions options, TimeProvider time, ILogger<RunRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                var deleted = await memory.DeleteFinishedBeforeAsync(time.GetUtcNow().AddDays(-options.RetentionDays), stoppingToken);
                if (deleted > 0)
                {
                    LogDeleted(deleted, options.RetentionDays);
                }
            }
            catch (Exception exception)
            {
                if (exception.IsCausedBy(stoppingToken))
                {
                    return;
                }

                LogNotDeleted(exception);
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

    [LoggerMessage(LogLevel.Information, "runs_deleted count={Count} older_than_days={Days}")]
    private partial void LogDeleted(int count, int days);

    [LoggerMessage(LogLevel.Warning, "runs_not_deleted it is tried again in an hour")]
    private partial void LogNotDeleted(Exception exception);
}
