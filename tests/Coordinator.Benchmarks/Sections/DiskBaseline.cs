using Microsoft.Data.Sqlite;

namespace Coordinator.Benchmarks.Sections;

/// <summary>What the disk alone costs, measured beside each figure that depends on it: a flush of 4 kB, and a bare commit of one small row in SQLite, set up as the journal is. Both overwrite what is there, as the journal's log does: growing a file costs more.</summary>
internal sealed class DiskBaseline : IDisposable
{
    private const int FileBytes = 4 << 20;
    private const int LogPages = 1_200;

    private readonly FileStream _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly byte[] _page = new byte[4096];

    public DiskBaseline(Workspace workspace)
    {
        var folder = workspace.NewFolder("disk");
        _file = new FileStream(Path.Combine(folder, "flush"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        _file.Write(new byte[FileBytes]);
        _file.Flush(flushToDisk: true);
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = OFF");
        Execute("CREATE TABLE row (number INTEGER PRIMARY KEY, body TEXT NOT NULL)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO row (body) VALUES ($1)";
        _insert.Parameters.AddWithValue("$1", new string('x', 200));
        for (var i = 0; i < LogPages; i++)
            _insert.ExecuteNonQuery();
        Execute("PRAGMA wal_checkpoint(RESTART)");
        Execute("PRAGMA synchronous = FULL");
    }

    public Samples Flush { get; } = new();

    public Samples Commit { get; } = new();

    public void Measure(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _file.Position %= FileBytes;
            var start = TimeProvider.System.GetTimestamp();
            _file.Write(_page);
            _file.Flush(flushToDisk: true);
            Flush.AddSince(start);

            start = TimeProvider.System.GetTimestamp();
            _insert.ExecuteNonQuery();
            Commit.AddSince(start);
        }
    }

    public IEnumerable<Figure> Figures(string section) =>
    [
        new Figure(section, "Baseline: one flush of 4 kB to the disk, p50 / p99", $"{Figure.Milliseconds(Flush.P50)} / {Figure.Milliseconds(Flush.P99)}"),
        new Figure(section, "Baseline: one bare SQLite commit, p50 / p99", $"{Figure.Milliseconds(Commit.P50)} / {Figure.Milliseconds(Commit.P99)}") { Ratio = Figure.Times(Commit.P50 / Flush.P50, "one flush") },
    ];

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
        _file.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
