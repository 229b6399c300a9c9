using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Coordinator.Core.DeadLetters;

namespace Coordinator.Connections.Blobs;

/// <summary>Dead letters: each a blob, with what lists go by in its metadata. A change is stored only over what its writer has read.</summary>
internal sealed class LetterBlobs(RunContainer container)
{
    private const int AtOnce = 8;

    private const string VersionKey = "version";
    private const string TypeKey = "type";
    private const string OperationKey = "operation";
    private const string FailedKey = "failed";
    private const string IdKey = "id";
    private const string RunKey = "run";

    /// <summary>Before the fact that they belong to is stored; done twice it is the same.</summary>
    public async Task ApplyAsync(IReadOnlyList<DeadLetterChange> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            if (change.Letter is { } letter)
                await PutAsync(letter, cancellationToken);
            else
                await container.DeleteAsync(BlobNames.LetterOf(change.Id), null, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<DeadLetter>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new DeadLetter?[ids.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids.Distinct().Index(), options, async (id, token) => found[id.Index] = (await ReadAsync(id.Item, token))?.Letter);
        return [.. found.OfType<DeadLetter>()];
    }

    public async Task<IReadOnlyList<DeadLetterEntry>> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var entries = await AllAsync(query.FailureType, query.Operation, cancellationToken)
            .Where(entry => query.After is not { } place || DeadLetterPosition.Of(entry).IsBeyond(place, query.OldestFirst))
            .ToListAsync(cancellationToken);
        entries.Sort((one, other) => DeadLetterPosition.Of(one).IsBeyond(DeadLetterPosition.Of(other), query.OldestFirst) ? 1 : one.Id == other.Id ? 0 : -1);
        return [.. entries.Take(query.Take)];
    }

    public async Task<long> CountAsync(string? failureType, string? operation, CancellationToken cancellationToken) =>
        await AllAsync(failureType, operation, cancellationToken).LongCountAsync(cancellationToken);

    public async Task<bool> UpdateAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        await ReadAsync(letter.Id, cancellationToken) is { } stored && stored.Letter.Version == letter.Version && await ReplaceAsync(letter, stored, cancellationToken);

    public async Task<bool> DeleteAsync(string id, long version, CancellationToken cancellationToken) =>
        await ReadAsync(id, cancellationToken) is { } stored && stored.Letter.Version == version && await container.DeleteAsync(BlobNames.LetterOf(id), stored.Tag, cancellationToken);

    /// <summary>The names of runs that a letter can still be retried from.</summary>
    public async Task<IReadOnlySet<string>> RunsAsync(CancellationToken cancellationToken) =>
        await container.ListAsync(BlobNames.Letters, null, cancellationToken).Select(blob => blob.Metadata.ValueOf(RunKey)).OfType<string>().ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    private async Task PutAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await ReadAsync(letter.Id, cancellationToken);
            if (!letter.Replaces(stored?.Letter))
                return;
            if (stored is null ? await container.TryPutAsync(BlobNames.LetterOf(letter.Id), BodyOf(letter), Metadata(letter, 1), cancellationToken) : await ReplaceAsync(letter, stored, cancellationToken))
                return;
        }
    }

    private Task<bool> ReplaceAsync(DeadLetter letter, StoredLetter stored, CancellationToken cancellationToken) =>
        container.TryReplaceAsync(BlobNames.LetterOf(letter.Id), BodyOf(letter), Metadata(letter, stored.Letter.Version + 1), stored.Tag, cancellationToken);

    private async Task<StoredLetter?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var blob = BlobNames.LetterOf(id);
        if (await container.ReadAsync(blob, 0, cancellationToken) is not { } part)
            return null;
        try
        {
            return new StoredLetter(DeadLetterJson.Deserialize(Encoding.UTF8.GetString(part.Bytes.Span), VersionOf(part.Metadata)), part.Tag);
        }
        catch (JsonException exception)
        {
            throw BlobFailure.Damaged(blob, exception);
        }
    }

    private async IAsyncEnumerable<DeadLetterEntry> AllAsync(string? failureType, string? operation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hash = operation is null ? null : BlobNames.Hash(operation);
        await foreach (var blob in container.ListAsync(BlobNames.Letters, null, cancellationToken))
        {
            if ((hash is null || blob.Metadata.ValueOf(OperationKey) == hash) && Entry(blob) is { } entry && (failureType ?? entry.FailureType) == entry.FailureType)
                yield return entry;
        }
    }

    /// <summary>Null for a blob that is none of ours.</summary>
    private static DeadLetterEntry? Entry(BlobItem blob) =>
        blob.Metadata.ValueOf(IdKey) is { } id && blob.Metadata.ValueOf(TypeKey) is { } type && IndexEntry.ReadTime(blob.Metadata, FailedKey) is { } failed
            ? new DeadLetterEntry(Encoding.UTF8.GetString(Convert.FromBase64String(id)), type, failed)
            : null;

    private static Dictionary<string, string> Metadata(DeadLetter letter, long version) => new()
    {
        [IdKey] = Convert.ToBase64String(Encoding.UTF8.GetBytes(letter.Id)),
        [VersionKey] = version.ToString(CultureInfo.InvariantCulture),
        [TypeKey] = letter.FailureType,
        [OperationKey] = BlobNames.Hash(letter.Operation),
        [FailedKey] = letter.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        [RunKey] = BlobNames.RunOf(letter.RunId),
    };

    private static BinaryData BodyOf(DeadLetter letter) => BinaryData.FromBytes(Encoding.UTF8.GetBytes(DeadLetterJson.Serialize(letter)));

    private static long VersionOf(IDictionary<string, string> metadata) =>
        long.TryParse(metadata.ValueOf(VersionKey), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private sealed record StoredLetter(DeadLetter Letter, ETag Tag);
}
