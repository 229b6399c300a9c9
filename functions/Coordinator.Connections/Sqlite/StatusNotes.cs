using Coordinator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Sqlite;

/// <summary>Gathers status hints, the last one of a run wins, and writes them in one go: a hint is not worth a flush to the disk of its own.</summary>
internal sealed partial class StatusNotes : IDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    // Keeps the wait of other writes in the same batch short.
    private const int MostInOneWrite = 500;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (RunStatus Status, DateTimeOffset? WakeAt)> pending = new(StringComparer.Ordinal);
    private readonly GroupCommitWriter writer;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private bool isTimerSet;

    public StatusNotes(GroupCommitWriter writer, TimeProvider time, ILogger logger)
    {
        (this.writer, this.time, this.logger) = (writer, time, logger);
        timer = time.CreateTimer(_ => _ = FlushAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(string runId, RunStatus status, DateTimeOffset? wakeAt)
    {
        lock (gate)
        {
            pending[runId] = (status, wakeAt);
            if (!isTimerSet)
                isTimerSet = timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes what is left. Call before the writer is disposed.</summary>
    public void Dispose()
    {
        timer.Dispose();
        FlushAsync().Wait();
    }

    private async Task FlushAsync()
    {
        try
        {
            while (Take() is { Count: > 0 } notes)
                await writer.WriteAsync(db => Write(db, notes), CancellationToken.None);
        }
        catch (Exception ex)
        {
            LogNotesLost(ex);
        }
    }

    private List<(string RunId, RunStatus Status, DateTimeOffset? WakeAt)> Take()
    {
        lock (gate)
        {
            isTimerSet = false;
            var notes = pending.Take(MostInOneWrite).Select(note => (note.Key, note.Value.Status, note.Value.WakeAt)).ToList();
            foreach (var (runId, _, _) in notes)
                pending.Remove(runId);
            return notes;
        }
    }

    private int Write(Statements db, List<(string RunId, RunStatus Status, DateTimeOffset? WakeAt)> notes)
    {
        var now = SqliteTime.Write(time.GetUtcNow());
        foreach (var (runId, status, wakeAt) in notes)
            RunRows.Note(db, runId, status, wakeAt, now);
        return notes.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Status hints of runs could not be written; lists show older ones")]
    private partial void LogNotesLost(Exception exception);
}
