using Coordinator.Connections.Blobs;
using Coordinator.Http.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Functions.Timers;

/// <summary>Once an hour: deletes finished runs older than <c>RUN_RETENTION_DAYS</c>, and sets lists right that a dead process left behind.</summary>
public sealed partial class RunUpkeep(BlobRunMemory memory, CoordinatorSettings settings, TimeProvider time, ILogger<RunUpkeep> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>A younger change may still be under way.</summary>
    private static readonly TimeSpan Rests = TimeSpan.FromMinutes(10);

    private DateTimeOffset _due;

    public async Task RunWhenDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _due)
        {
            return;
        }

        var repaired = await memory.RepairListsAsync(now - Rests, cancellationToken);
        var deleted = await memory.DeleteFinishedBeforeAsync(now.AddDays(-settings.RetentionDays), cancellationToken);
        _due = now + Period;
        LogKept(repaired, deleted, settings.RetentionDays);
    }

    [LoggerMessage(LogLevel.Information, "runs_kept lists_repaired={Repaired} runs_deleted={Deleted} older_than_days={Days}")]
    private partial void LogKept(int repaired, int deleted, int days);
}
