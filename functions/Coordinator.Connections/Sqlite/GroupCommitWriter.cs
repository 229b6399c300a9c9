using System.Collections.Concurrent;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Coordinator.Connections.Sqlite;

/// <summary>
/// The one thread that writes. It takes all that is queued into one transaction, so that many writes share the price of one flush to the disk;
/// each has its own savepoint, so that a bad one does not fail its neighbours.
/// </summary>
internal sealed partial class GroupCommitWriter : IDisposable
{
    /// <summary>Callers beyond it wait: memory stays bounded when the disk is slower than the world.</summary>
    public const int Capacity = 10_000;

    private const int LargestBatch = 1_000;

    private readonly SemaphoreSlim room = new(Capacity);
    private readonly BlockingCollection<QueuedWrite> queue = [];
    private readonly Statements db;
    private readonly string file;
    private readonly Checkpointer checkpointer;
    private readonly ILogger logger;
    private readonly Thread thread;

    public GroupCommitWriter(Statements db, string file, Checkpointer checkpointer, ILogger logger)
    {
        (this.db, this.file, this.checkpointer, this.logger) = (db, file, checkpointer, logger);
        thread = new Thread(WriteAll) { Name = "run-memory-writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>Completes when the write is on the disk. Cancelling ends only the wait for room: a queued write is carried out.</summary>
    public async Task<T> WriteAsync<T>(Func<Statements, T> write, CancellationToken cancellationToken, Action<T>? committed = null)
    {
        await room.WaitAsync(cancellationToken);
        var queued = new QueuedWrite<T>(write, committed);
        try
        {
            queue.Add(queued, CancellationToken.None);
        }
        catch (InvalidOperationException ex)
        {
            throw new RunMemoryException($"{file}: the run memory is closed, the process is ending.", ex);
        }

        return await queued.Task;
    }

    /// <summary>Carries out what is queued.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        db.Dispose();
    }

    private void WriteAll()
    {
        var batch = new List<QueuedWrite>();
        while (queue.TryTake(out var first, Timeout.Infinite))
        {
            batch.Add(first);
            while (batch.Count < LargestBatch && queue.TryTake(out var next))
                batch.Add(next);
            room.Release(batch.Count);
            Commit(batch);
            batch.Clear();
            checkpointer.AfterCommit(db);
        }
    }

    private void Commit(List<QueuedWrite> batch)
    {
        try
        {
            db.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
                RunAlone(write);
            db.Execute("COMMIT");
        }
        catch (Exception ex)
        {
            FailAll(batch, ex);
            return;
        }

        foreach (var write in batch)
            write.Complete();
    }

    private void RunAlone(QueuedWrite write)
    {
        db.Execute("SAVEPOINT one");
        try
        {
            write.Run(db);
        }
        catch (Exception ex) when (InTransaction)
        {
            db.Execute("ROLLBACK TO one");
            write.Fail(SqliteFailure.Failed(file, ex));
        }

        db.Execute("RELEASE one");
    }

    private void FailAll(List<QueuedWrite> batch, Exception cause)
    {
        LogCommitFailed(cause, file, batch.Count);
        try
        {
            if (InTransaction)
                db.Execute("ROLLBACK");
        }
        catch (Exception ex)
        {
            LogCommitFailed(ex, file, batch.Count);
        }

        foreach (var write in batch)
            write.Fail(SqliteFailure.Failed(file, cause));
    }

    // Some errors (disk full, I/O) end the whole transaction by themselves.
    private bool InTransaction => raw.sqlite3_get_autocommit(db.Connection.Handle) == 0;

    [LoggerMessage(Level = LogLevel.Error, Message = "{File}: a commit of {Writes} writes failed; their callers were told")]
    private partial void LogCommitFailed(Exception exception, string file, int writes);
}
