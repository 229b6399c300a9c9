using Coordinator.Connections.Sqlite;

namespace Coordinator.LocalHost.Journal;

/// <summary>Deletes finished runs that are older than <c>RUN_RETENTION_DAYS</c>.</summary>
internal sealed partial class RunRetention(SqliteRunMemory memory, RunnerOptions options, TimeProvider time, ILogger<RunRetention> logger)
{
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var deleted = await memory.DeleteFinishedBeforeAsync(time.GetUtcNow().AddDays(-options.RetentionDays), cancellationToken);
        if (deleted > 0)
        {
            LogDeleted(deleted, options.RetentionDays);
        }
    }

    [LoggerMessage(LogLevel.Information, "runs_deleted count={Count} older_than_days={Days}")]
    private partial void LogDeleted(int count, int days);
}
