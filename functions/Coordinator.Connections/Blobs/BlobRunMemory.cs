using Azure.Storage.Blobs;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// The run memory of a function app: blobs of its own storage account, shared by all its instances. Each run is one append blob, and every write of a run is one line that is added
/// only where the writer has read to. Failures are <see cref="RunMemoryException"/>s; afterwards it goes on working.
/// </summary>
public sealed partial class BlobRunMemory : IRunMemory, IAsyncDisposable, IDisposable
{
    /// <summary>Copies of logs held in this process. Enough for some hundred runs under way; the smallest plan has 512 MB.</summary>
    private const long CopiesMostBytes = 64 * 1024 * 1024;

    /// <summary>A run that goes on is noted in the lists no more often than that.</summary>
    private static readonly TimeSpan NoteInterval = TimeSpan.FromMinutes(1);

    private readonly RecentLogs logs;
    private readonly RunIndex index;
    private readonly RunLists lists;
    private readonly LetterBlobs letters;
    private readonly RunUpkeep upkeep;
    private readonly RunSequence sequence;
    private readonly StatusHints hints;
    private readonly TimeProvider time;

    private BlobRunMemory(BlobContainerClient client, TimeSpan timeout, TimeProvider time, ILogger<BlobRunMemory> logger)
    {
        var container = new RunContainer(client, timeout, time);
        this.time = time;
        logs = new RecentLogs(container, CopiesMostBytes, time);
        index = new RunIndex(container);
        lists = new RunLists(container);
        letters = new LetterBlobs(container);
        upkeep = new RunUpkeep(container, lists, index, letters);
        sequence = new RunSequence(time);
        hints = new StatusHints(WriteHintAsync, time, logger);
    }

    /// <summary>Makes no request yet: the container is created with the first run.</summary>
    public static BlobRunMemory Open(BlobRunMemoryOptions options, TimeProvider time, ILogger<BlobRunMemory> logger) => Open(options, new BlobClientOptions(), time, logger);

    /// <summary>Deletes runs that ended before that time, with all their content, but none that a dead letter can still be retried from; gives how many. Goes on where an earlier call was interrupted.</summary>
    public Task<int> DeleteFinishedBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        upkeep.DeleteEndedBeforeAsync(before, cancellationToken);

    /// <summary>
    /// Sets the lists right where a process died between a run's log and its entry in them. For the sweep, every few minutes; runs that were noted after <paramref name="before"/> are left alone.
    /// Gives how many entries were set right.
    /// </summary>
    public Task<int> RepairListsAsync(DateTimeOffset before, CancellationToken cancellationToken) => upkeep.RepairAsync(before, cancellationToken);

    /// <summary>Writes the hints that are left.</summary>
    public ValueTask DisposeAsync() => hints.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>, for those who cannot wait: the hints are written if the process lives on.</summary>
    public void Dispose() => _ = hints.DisposeAsync().AsTask();

    internal static BlobRunMemory Open(BlobRunMemoryOptions options, BlobClientOptions client, TimeProvider time, ILogger<BlobRunMemory> logger) =>
        new(BlobContainers.Open(options, client), options.OperationTimeout, time, logger);

    /// <summary>Completes when the hints that are being written are written.</summary>
    internal Task HintsWritten => hints.Written;

    internal Task FlushHintsAsync(CancellationToken cancellationToken) => hints.FlushAsync(cancellationToken);

    private Task<bool> WriteHintAsync(string runId, RunStatus status, DateTimeOffset? wakeAt) => UseAsync(
        runId,
        async log =>
        {
            await log.RefreshAsync(CancellationToken.None);
            if (log.Run is { Head: { } head, Finished: null } run)
                await index.NoteAsync(head, run.StatusWith(status), wakeAt, time.GetUtcNow(), CancellationToken.None);
            return true;
        },
        CancellationToken.None);

    private Task<T> UseAsync<T>(string runId, Func<RunLog, Task<T>> use, CancellationToken cancellationToken) => logs.UseAsync(BlobNames.RunOf(runId), use, cancellationToken);
}
