using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Coordinator.Connections.Sqlite;

/// <summary>Connections for reading. Each read sees every write whose task has completed, and never waits for the writer.</summary>
internal sealed class ReaderPool(RunDatabase database) : IDisposable
{
    private const int LargestIdle = 4;

    private readonly ConcurrentQueue<Statements> idle = [];
    private volatile bool isClosed;

    /// <summary>SQLite has no asynchronous reads: this one runs at once, on the caller's thread.</summary>
    public Task<T> ReadAsync<T>(Func<Statements, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(Read(read));
        }
        catch (Exception ex) when (ex is SqliteException or JsonException)
        {
            return Task.FromException<T>(SqliteFailure.Failed(database.File, ex));
        }
    }

    public void Dispose()
    {
        isClosed = true;
        while (idle.TryDequeue(out var reader))
            reader.Dispose();
    }

    private T Read<T>(Func<Statements, T> read)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        if (!idle.TryDequeue(out var reader))
            reader = database.OpenAnother(SqliteOpenMode.ReadOnly);
        try
        {
            return read(reader);
        }
        finally
        {
            GiveBack(reader);
        }
    }

    private void GiveBack(Statements reader)
    {
        if (!isClosed && idle.Count < LargestIdle)
            idle.Enqueue(reader);
        else
            reader.Dispose();
    }
}
