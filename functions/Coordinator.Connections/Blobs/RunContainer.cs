using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Coordinator.Core.Failures;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// The operations on the container, each with its time limit. What is expected (there already, not there, somebody was faster) is a value;
/// all else is a <see cref="RunMemoryException"/>. Nothing is tried again: that is for the caller of run memory.
/// </summary>
internal sealed class RunContainer(BlobContainerClient container, TimeSpan limit, TimeProvider time)
{
    /// <summary>False: there is one already.</summary>
    public Task<bool> TryCreateLogAsync(string blob, IDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var log = container.GetAppendBlobClient(blob);
        var options = new AppendBlobCreateOptions { Metadata = metadata, Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
        return ExecuteAsync(
            async token =>
            {
                try
                {
                    await log.CreateAsync(options, token);
                }
                catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.ContainerNotFound)
                {
                    await container.CreateIfNotExistsAsync(cancellationToken: token);
                    await log.CreateAsync(options, token);
                }
            },
            IsConflict,
            cancellationToken);
    }

    /// <summary>Adds to the end of the log if it still ends at <paramref name="position"/>. False: it has moved on or is gone.</summary>
    public Task<bool> TryAppendAsync(string blob, long position, byte[] line, CancellationToken cancellationToken)
    {
        var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = position } };
        return ExecuteAsync(
            token => container.GetAppendBlobClient(blob).AppendBlockAsync(new MemoryStream(line, writable: false), options, token),
            failure => IsConflict(failure) || failure.Status == 404,
            cancellationToken);
    }

    /// <summary>What is in the blob from that byte on; null if there is no such blob.</summary>
    public Task<BlobPart?> ReadAsync(string blob, long from, CancellationToken cancellationToken)
    {
        // A range that begins at the end of a blob cannot be satisfied: nothing is new.
        var options = from == 0 ? new BlobDownloadOptions() : new BlobDownloadOptions { Range = new HttpRange(from) };
        return ExecuteAsync<BlobPart?>(
            async token =>
            {
                var result = (await container.GetBlobClient(blob).DownloadContentAsync(options, token)).Value;
                return new BlobPart(result.Content.ToMemory(), result.Details.Metadata, result.Details.ETag);
            },
            failure => failure.Status is 404 or 416,
            failure => failure.Status == 416 ? BlobPart.Empty : null,
            cancellationToken);
    }

    /// <summary>False: there is one already, and it was left as it is.</summary>
    public Task<bool> TryPutAsync(string blob, BinaryData content, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        PutAsync(blob, content, metadata, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);

    /// <summary>False: it is not as it was then, or not there.</summary>
    public Task<bool> TryReplaceAsync(string blob, BinaryData content, IDictionary<string, string> metadata, ETag unchanged, CancellationToken cancellationToken) =>
        PutAsync(blob, content, metadata, new BlobRequestConditions { IfMatch = unchanged }, cancellationToken);

    /// <summary>Whatever is there.</summary>
    public Task PutAsync(string blob, BinaryData content, CancellationToken cancellationToken) => PutAsync(blob, content, null, null, cancellationToken);

    public Task PutAsync(string blob, IDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        PutAsync(blob, BinaryData.Empty, metadata, null, cancellationToken);

    /// <summary>Null if there is no such blob.</summary>
    public Task<IDictionary<string, string>?> ReadMetadataAsync(string blob, CancellationToken cancellationToken) =>
        ExecuteAsync<IDictionary<string, string>?>(
            async token => (await container.GetBlobClient(blob).GetPropertiesAsync(cancellationToken: token)).Value.Metadata,
            failure => failure.Status == 404,
            _ => null,
            cancellationToken);

    /// <summary>Replaces the metadata of a blob if it is there.</summary>
    public Task<bool> TrySetMetadataAsync(string blob, IDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        ExecuteAsync(token => container.GetBlobClient(blob).SetMetadataAsync(metadata, cancellationToken: token), failure => failure.Status == 404, cancellationToken);

    /// <summary>False: it is not there, or not as it was.</summary>
    /// <param name="unchanged">Only if it is as it was then.</param>
    public Task<bool> DeleteAsync(string blob, ETag? unchanged, CancellationToken cancellationToken) =>
        ExecuteAsync(
            token => container.GetBlobClient(blob).DeleteAsync(conditions: new BlobRequestConditions { IfMatch = unchanged }, cancellationToken: token),
            failure => failure.Status is 404 or 412,
            cancellationToken);

    /// <summary>The blobs whose names begin so, with their metadata, in the order of their names.</summary>
    public async IAsyncEnumerable<BlobItem> ListAsync(string prefix, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata };
        string? next = null;
        do
        {
            var page = await PageAsync(token => container.GetBlobsAsync(options, token).AsPages(next, pageSize), cancellationToken);
            foreach (var blob in page?.Values ?? [])
                yield return blob;
            next = page?.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    /// <summary>The folders below that one, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        var options = new GetBlobsByHierarchyOptions { Prefix = prefix, Delimiter = "/" };
        var folders = new List<string>();
        string? next = null;
        do
        {
            var page = await PageAsync(token => container.GetBlobsByHierarchyAsync(options, token).AsPages(next), cancellationToken);
            folders.AddRange((page?.Values ?? []).Where(item => item.IsPrefix).Select(item => item.Prefix));
            next = page?.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
        return folders;
    }

    private Task<Page<T>?> PageAsync<T>(Func<CancellationToken, IAsyncEnumerable<Page<T>>> pages, CancellationToken cancellationToken) =>
        ExecuteAsync(async token => await pages(token).FirstOrDefaultAsync(token), failure => failure.Status == 404, _ => null, cancellationToken);

    private Task<bool> PutAsync(string blob, BinaryData content, IDictionary<string, string>? metadata, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Metadata = metadata, Conditions = conditions };
        return ExecuteAsync(token => container.GetBlobClient(blob).UploadAsync(content, options, token), IsConflict, cancellationToken);
    }

    private static bool IsConflict(RequestFailedException failure) =>
        failure.Status == 412 || (failure.Status == 409 && failure.ErrorCode == BlobErrorCode.BlobAlreadyExists);

    private Task<bool> ExecuteAsync(Func<CancellationToken, Task> operation, Func<RequestFailedException, bool> isExpected, CancellationToken cancellationToken) =>
        ExecuteAsync(
            async token =>
            {
                await operation(token);
                return true;
            },
            isExpected,
            _ => false,
            cancellationToken);

    private async Task<T> ExecuteAsync<T>(
        Func<CancellationToken, Task<T>> operation, Func<RequestFailedException, bool> isExpected, Func<RequestFailedException, T> expected, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        try
        {
            return await operation(either.Token);
        }
        catch (RequestFailedException failure) when (isExpected(failure))
        {
            return expected(failure);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            throw enough.IsCancellationRequested
                ? BlobFailure.TimedOut(container.Uri, limit, exception)
                : BlobFailure.Failed(container.Uri, exception);
        }
    }
}

/// <summary>What was read of a blob.</summary>
internal sealed record BlobPart(ReadOnlyMemory<byte> Bytes, IDictionary<string, string> Metadata, ETag Tag)
{
    public static BlobPart Empty { get; } = new(ReadOnlyMemory<byte>.Empty, new Dictionary<string, string>(), default);
}
