using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Sqlite;

/// <summary>The run memory of one machine: <c>runs.db</c> in the data folder. Failures to write are <see cref="RunMemoryException"/>s; afterwards it goes on working.</summary>
public sealed partial class SqliteRunMemory : IRunMemory, IDisposable
{
    private const int DeletedInOneWrite = 20;

    private readonly ReaderPool readers;
    private readonly Checkpointer checkpointer;
    private readonly GroupCommitWriter writer;
    private readonly StatusNotes notes;
    private readonly TimeProvider time;
    private readonly ILogger<SqliteRunMemory> logger;
    private bool isDisposed;

    private SqliteRunMemory(RunDatabase database, TimeProvider time, ILogger<SqliteRunMemory> logger)
    {
        (this.time, this.logger) = (time, logger);
        var db = database.OpenWriter();
        checkpointer = new Checkpointer(database, logger);
        writer = new GroupCommitWriter(db, database.File, checkpointer, logger);
        readers = new ReaderPool(database);
        notes = new StatusNotes(writer, time, logger);
    }

    /// <summary>A new fact is on the disk. Raised on the writer thread in the order of the facts: handlers hand it on and return at once.</summary>
    public event EventHandler<FactCommitted>? Committed;

    /// <summary>A new run is on the disk. Raised on the writer thread in arrival order: handlers hand it on and return at once.</summary>
    public event EventHandler<RunRequest>? Added;

    internal GroupCommitWriter Writer => writer;

    internal Checkpointer Checkpointer => checkpointer;

    /// <exception cref="DataFolderUnusableException">The file is damaged, of a newer version or not writable.</exception>
    public static SqliteRunMemory Open(DataFolder folder, TimeProvider time, ILogger<SqliteRunMemory> logger) =>
        new(new RunDatabase(folder.PathOf("runs.db")), time, logger);

    /// <summary>All unfinished runs, oldest first.</summary>
    public Task<IReadOnlyList<PendingRun>> LoadUnfinishedAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyList<PendingRun>>(RunRows.ListPending, cancellationToken);

    /// <summary>Deletes runs that have not changed since <paramref name="before"/> and are finished, with all their content, some at a time; gives how many.</summary>
    public async Task<int> DeleteFinishedBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var cutoff = SqliteTime.Write(before);
        var (total, deleted) = (0, DeletedInOneWrite);
        while (deleted == DeletedInOneWrite)
        {
            cancellationToken.ThrowIfCancellationRequested();
            deleted = await writer.WriteAsync(db => RunRows.DeleteFinishedBefore(db, cutoff, DeletedInOneWrite), cancellationToken);
            total += deleted;
        }

        return total;
    }

    /// <summary>Writes what is queued and leaves one tidy file behind.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        notes.Dispose();
        writer.Dispose();
        readers.Dispose();
        checkpointer.Dispose();
    }

    private void Raise<T>(EventHandler<T>? handlers, string runId, T happened)
    {
        try
        {
            handlers?.Invoke(this, happened);
        }
        catch (Exception ex)
        {
            LogHandlerFailed(ex, runId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener failed on what was stored of run {RunId}")]
    private partial void LogHandlerFailed(Exception exception, string runId);
}
