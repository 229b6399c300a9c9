using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Coordinator.CrashCampaign.Host;

/// <summary>While it is held nothing gets into the journal: the host waits for its turn to write, as on a disk that has stalled.</summary>
internal sealed class JournalHold : IDisposable
{
    /// <summary><c>SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE</c>: what a killed host leaves in its log of writes is for the next life to recover, not for us.</summary>
    private const int NoCheckpointOnClose = 1006;

    private readonly SqliteConnection _journal;

    public JournalHold(string file)
    {
        _journal = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
        _journal.Open();
        _ = raw.sqlite3_db_config(_journal.Handle, NoCheckpointOnClose, 1, out _);
        using var begin = _journal.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
    }

    public void Dispose() => _journal.Dispose();
}
