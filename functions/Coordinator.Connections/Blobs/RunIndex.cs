using Coordinator.Core.Runs;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// Keeps the lists of runs. Their logs are what counts. A run is in the lists before it exists (so none is ever missing from them), and an ended run is added to the ended ones
/// before it leaves the open ones: whoever is killed in between leaves an entry too many, which readers recognise and <see cref="RunUpkeep"/> removes.
/// </summary>
internal sealed class RunIndex(RunContainer container)
{
    /// <summary>Prepares the lists for a run that is about to be added.</summary>
    public Task AddAsync(RunHead head, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var metadata = IndexEntry.Metadata(head, null, now, null);
        return Task.WhenAll(
            container.TryPutAsync(BlobNames.OpenOf(head.Key), BinaryData.Empty, metadata, cancellationToken),
            container.TryPutAsync(BlobNames.InThreadOf(head.Key), BinaryData.Empty, metadata, cancellationToken));
    }

    /// <summary>Nothing happens if the run is not among the open ones (any more).</summary>
    public Task NoteAsync(RunHead head, RunStatus status, DateTimeOffset? wakeAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        container.TrySetMetadataAsync(BlobNames.OpenOf(head.Key), IndexEntry.Metadata(head, status, now, wakeAt), cancellationToken);

    public async Task EndAsync(LoggedRun run, CancellationToken cancellationToken)
    {
        var head = run.Head!;
        var metadata = IndexEntry.Metadata(head, run.Finished!.Status, run.UpdatedAt, null);
        await Task.WhenAll(
            container.PutAsync(BlobNames.InThreadOf(head.Key), metadata, cancellationToken),
            container.PutAsync(BlobNames.EndedOf(head.Key), metadata, cancellationToken));
        await container.DeleteAsync(BlobNames.OpenOf(head.Key), null, cancellationToken);
    }

    /// <summary>What was last noted of an open run.</summary>
    public async Task<NotedStatus> ReadNoteAsync(RunHead head, CancellationToken cancellationToken)
    {
        var metadata = await container.ReadMetadataAsync(BlobNames.OpenOf(head.Key), cancellationToken);
        return metadata is null
            ? default
            : new NotedStatus(IndexEntry.ReadStatus(metadata), IndexEntry.ReadTime(metadata, "updated"), IndexEntry.ReadTime(metadata, "wake"));
    }
}

internal readonly record struct NotedStatus(RunStatus? Status, DateTimeOffset? At, DateTimeOffset? WakeAt);
