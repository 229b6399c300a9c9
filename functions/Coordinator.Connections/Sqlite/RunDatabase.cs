using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Coordinator.Connections.Sqlite;

/// <summary>The file <c>runs.db</c>: refuses what it does not understand before it changes anything.</summary>
internal sealed class RunDatabase(string file)
{
    // Checking reads the whole file: about 1 ms for each MB. Beyond this size damage is met when it is read.
    private const long LargestCheckedAtStart = 64L << 20;

    public string File => file;

    /// <exception cref="DataFolderUnusableException">Damaged, newer, foreign or not writable.</exception>
    public Statements OpenWriter()
    {
        RefuseLoneLog();
        try
        {
            return Prepare(Connect(SqliteOpenMode.ReadWriteCreate));
        }
        catch (SqliteException ex)
        {
            throw SqliteFailure.Refusal(file, ex);
        }
    }

    /// <summary>Another connection to the file that the writer has prepared. The system's own cache serves its reads: a large one of its own would only be memory.</summary>
    public Statements OpenAnother(SqliteOpenMode mode)
    {
        var statements = Connect(mode);
        statements.Execute("PRAGMA cache_size = -500");
        return statements;
    }

    private Statements Connect(SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, ForeignKeys = true, DefaultTimeout = 5 };
        var statements = new Statements(new SqliteConnection(settings.ToString()));
        try
        {
            statements.Connection.Open();
            return statements;
        }
        catch
        {
            statements.Dispose();
            throw;
        }
    }

    private Statements Prepare(Statements db)
    {
        try
        {
            var version = Convert.ToInt32(db.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);
            RefuseUnknown(db, version);
            UseWriteAheadLog(db);
            Bring(db, version);
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    // SQLite takes a log without its database for rubbish and deletes it; it may hold all that was accepted last.
    private void RefuseLoneLog()
    {
        var log = new FileInfo(file + "-wal");
        if (log is { Exists: true, Length: > 0 } && new FileInfo(file) is not { Exists: true, Length: > 0 })
            throw new DataFolderUnusableException($"{file} is missing, but its log {log.FullName} is there. Put the database back, or move the log away to start empty.");
    }

    private void RefuseUnknown(Statements db, int version)
    {
        if (version > RunSchema.Version)
            throw new DataFolderUnusableException($"{file} was written by a newer version of the coordinator (schema {version}, this one knows {RunSchema.Version}). Start that version, or choose another data folder (--data or COORDINATOR_DATA).");
        if (version == 0 && db.Scalar("SELECT 1 FROM sqlite_schema") is not null)
            throw new DataFolderUnusableException($"{file} is a database of another program. Choose another data folder (--data or COORDINATOR_DATA).");
        if (new FileInfo(file).Length <= LargestCheckedAtStart && db.Scalar("PRAGMA quick_check(1)") is not "ok")
            throw new DataFolderUnusableException(SqliteFailure.Damaged(file));
    }

    // FULL: a commit is on the disk, not only in the log of the file system. Checkpoints are the Checkpointer's.
    private void UseWriteAheadLog(Statements db)
    {
        if (db.Scalar("PRAGMA journal_mode = WAL") is not "wal")
            throw new DataFolderUnusableException($"{file} cannot keep a write-ahead log there: the data folder must be on a local disk.");
        db.Execute("PRAGMA synchronous = FULL");
        db.Execute("PRAGMA wal_autocheckpoint = 0");
        db.Execute("PRAGMA cache_size = -8000");
    }

    /// <summary>To the version of this build: all steps that are missing, or none.</summary>
    private static void Bring(Statements db, int version)
    {
        if (version == RunSchema.Version)
            return;
        db.Execute("BEGIN IMMEDIATE");
        if (version == 0)
            db.Execute(RunSchema.Create);
        foreach (var step in RunSchema.Steps.Skip(Math.Max(version, 1) - 1))
            db.Execute(step);
        db.Execute("COMMIT");
    }
}
