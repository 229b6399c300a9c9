using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Coordinator.Connections.Sqlite;

/// <summary>
/// Brings the log into the database beside the commits. The log starts over only when all of it was copied, which never happens while commits go on:
/// so the bulk is copied in the background, and the writer copies the few pages that came meanwhile between two commits.
/// </summary>
internal sealed partial class Checkpointer(RunDatabase database, ILogger logger) : IDisposable
{
    // 8 MB: the log stays about that long, is overwritten in place, and is read in milliseconds after a crash.
    private const int PagesBeforeCheckpoint = 2_000;
    private const int FewPages = 200;
    private const int MostPasses = 3;

    private Statements? own;
    private Task catchUp = Task.CompletedTask;
    private int pages;
    private bool isCatchingUp;

    /// <summary>The copying that goes on in the background.</summary>
    public Task CatchingUp => Volatile.Read(ref catchUp);

    /// <summary>Called by the writer thread between two transactions, with its connection.</summary>
    public void AfterCommit(Statements writer)
    {
        _ = raw.sqlite3_db_status(writer.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 1);
        pages += written;
        if (isCatchingUp && catchUp.IsCompleted)
            Finish(writer);
        else if (!isCatchingUp && pages >= PagesBeforeCheckpoint)
            (isCatchingUp, catchUp) = (true, Task.Run(CatchUp));
    }

    /// <summary>Call after the writer has ended.</summary>
    public void Dispose()
    {
        catchUp.Wait();
        TryCheckpoint(OpenOwn, "PRAGMA wal_checkpoint(TRUNCATE)");
        own?.Dispose();
    }

    private void Finish(Statements writer)
    {
        TryCheckpoint(() => writer, "PRAGMA wal_checkpoint(PASSIVE)");
        (pages, isCatchingUp) = (0, false);
    }

    private void CatchUp()
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            if (TryCheckpoint(OpenOwn, "PRAGMA wal_checkpoint(PASSIVE)") <= FewPages)
                return;
        }
    }

    /// <returns>Pages that are left to copy; 0 if it failed: the log stays longer, nothing is lost.</returns>
    private long TryCheckpoint(Func<Statements> connection, string pragma)
    {
        try
        {
            using var row = connection().Query(pragma);
            return row.Read() ? row.GetInt64(1) - row.GetInt64(2) : 0;
        }
        catch (SqliteException ex)
        {
            LogCheckpointFailed(ex, database.File);
            return 0;
        }
    }

    private Statements OpenOwn() => own ??= database.OpenAnother(SqliteOpenMode.ReadWrite);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File}: a checkpoint failed; the log stays longer until the next one")]
    private partial void LogCheckpointFailed(Exception exception, string file);
}
