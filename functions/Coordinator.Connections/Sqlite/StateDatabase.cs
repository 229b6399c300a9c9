using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Coordinator.Connections.Sqlite;

/// <summary>
/// Opens <c>state.db</c>. What is in it may be lost, so a damaged file is put aside and an empty one begun: losing it must not stop the runs.
/// </summary>
internal sealed partial class StateDatabase(string file, TimeProvider time, ILogger logger)
{
    // Checking reads the whole file: about 1 ms for each MB. Beyond this size damage is met when it is read.
    private const long LargestCheckedAtStart = 64L << 20;

    /// <exception cref="DataFolderUnusableException">Newer, foreign or not writable.</exception>
    public Statements Open()
    {
        try
        {
            return TryOpen() ?? PutAside();
        }
        catch (SqliteException ex)
        {
            throw SqliteFailure.Refusal(file, ex);
        }
    }

    public static Statements OpenInMemory()
    {
        var db = Connect(":memory:", SqliteOpenMode.Memory);
        db.Execute(StateSchema.Create);
        return db;
    }

    private static Statements Connect(string source, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false, DefaultTimeout = 5 };
        var db = new Statements(new SqliteConnection(settings.ToString()));
        try
        {
            db.Connection.Open();
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <returns>Null: it is damaged.</returns>
    private Statements? TryOpen()
    {
        Statements? db = null;
        try
        {
            db = Connect(file, SqliteOpenMode.ReadWriteCreate);
            if (IsSound(db))
            {
                Prepare(db);
                return db;
            }
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            // Put aside by the caller.
        }
        catch
        {
            db?.Dispose();
            throw;
        }

        db?.Dispose();
        return null;
    }

    private bool IsSound(Statements db) =>
        new FileInfo(file).Length > LargestCheckedAtStart || db.Scalar("PRAGMA quick_check(1)") is "ok";

    // NORMAL: killing the process loses nothing; a power cut may lose the last moments, which this port allows, but never damages the file.
    private void Prepare(Statements db)
    {
        var version = Convert.ToInt32(db.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);
        RefuseUnknown(db, version);
        db.Execute("PRAGMA journal_mode = WAL");
        db.Execute("PRAGMA synchronous = NORMAL");
        if (version < StateSchema.Version)
        {
            db.Execute("BEGIN IMMEDIATE");
            db.Execute(version == 0 ? StateSchema.Create : StateSchema.Upgrade);
            db.Execute("COMMIT");
        }
    }

    private void RefuseUnknown(Statements db, int version)
    {
        if (version > StateSchema.Version)
        {
            throw new DataFolderUnusableException($"{file} was written by a newer version of the coordinator (schema {version}, this one knows {StateSchema.Version}). Start that version, or move the file away: breakers, limits and settings then start anew.");
        }

        if (version == 0 && db.Scalar("SELECT 1 FROM sqlite_schema") is not null)
        {
            throw new DataFolderUnusableException($"{file} is a database of another program. Choose another data folder (--data or COORDINATOR_DATA).");
        }
    }

    private Statements PutAside()
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff}");
        try
        {
            File.Move(file, aside);
            File.Delete(file + "-wal");
            File.Delete(file + "-shm");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderUnusableException($"{SqliteFailure.Damaged(file)} It could not be moved away: {ex.Message}", ex);
        }

        LogPutAside(file, aside);
        return TryOpen() ?? throw new DataFolderUnusableException(SqliteFailure.Damaged(file));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} was damaged. It is kept as {Aside}; breakers, limits and settings start anew")]
    private partial void LogPutAside(string file, string aside);
}
