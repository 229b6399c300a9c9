using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Coordinator.Benchmarks.Processes;

/// <summary>Counts transactions where SQLite writes them: in the write-ahead log, where the last page of each carries the size of the database.</summary>
internal sealed class CommitCount : IDisposable
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    private readonly string _log;
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _reader;

    public CommitCount(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "runs.db");
        _log = file + "-wal";
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();

        // While somebody reads an old state, the log grows and is not started over.
        _reader = _connection.BeginTransaction(deferred: true);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM run";
        command.ExecuteScalar();
    }

    /// <summary>Transactions in the log.</summary>
    public int Read()
    {
        using var log = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderBytes];
        log.ReadExactly(header);
        var pageBytes = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8));
        var salt = header.AsSpan(16, 8).ToArray();
        var frame = new byte[FrameHeaderBytes];
        var commits = 0;
        while (log.ReadAtLeast(frame, FrameHeaderBytes, throwOnEndOfStream: false) == FrameHeaderBytes && frame.AsSpan(8, 8).SequenceEqual(salt))
        {
            if (BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4)) != 0)
                commits++;
            log.Seek(pageBytes, SeekOrigin.Current);
        }

        return commits;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _connection.Dispose();
    }
}
