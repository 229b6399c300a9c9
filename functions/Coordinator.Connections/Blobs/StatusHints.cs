using Coordinator.Core.Runs;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Blobs;

/// <summary>Gathers status hints for a moment, the last one of a run wins, and writes them beside everything else: no step waits for a list.</summary>
internal sealed partial class StatusHints : IAsyncDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    private const int AtOnce = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (RunStatus Status, DateTimeOffset? WakeAt)> pending = new(StringComparer.Ordinal);
    private readonly Func<string, RunStatus, DateTimeOffset?, Task> write;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private Task writing = Task.CompletedTask;
    private bool isTimerSet;

    public StatusHints(Func<string, RunStatus, DateTimeOffset?, Task> write, TimeProvider time, ILogger logger)
    {
        (this.write, this.logger) = (write, logger);
        timer = time.CreateTimer(_ => FlushAsync(CancellationToken.None), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is being written.</summary>
    public Task Written
    {
        get
        {
            lock (gate)
                return writing;
        }
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

    /// <summary>Writes what is there now; completes when that and all before it is written.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            isTimerSet = false;
            var hints = pending.ToList();
            pending.Clear();
            writing = WriteAsync(writing, hints);
            return writing.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await FlushAsync(CancellationToken.None);
    }

    private async Task WriteAsync(Task before, List<KeyValuePair<string, (RunStatus Status, DateTimeOffset? WakeAt)>> hints)
    {
        await before;
        await Parallel.ForEachAsync(hints, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (hint, _) =>
        {
            try
            {
                await write(hint.Key, hint.Value.Status, hint.Value.WakeAt);
            }
            catch (Exception exception)
            {
                LogHintLost(exception, hint.Key);
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status of run {RunId} could not be noted; lists show an older one")]
    private partial void LogHintLost(Exception exception, string runId);
}
