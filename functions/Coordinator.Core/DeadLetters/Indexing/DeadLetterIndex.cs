using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.DeadLetters.Indexing;

/// <summary>
/// The order of dead letters in the state store, so that a page and a count cost the same however many there are. Run memory has the letters; what is missing here is put right by
/// <see cref="IndexRebuild"/>. A marker in the store says that the index is whole: it is gone with a flushed store, and while the store is away the one that answers instead has none.
/// </summary>
public sealed partial class DeadLetterIndex(IStateStore store, ILogger<DeadLetterIndex> logger)
{
    /// <summary>All letters; score: microseconds since 1970 (runbook 4.2 knows it by this name).</summary>
    public const string Queue = "oci:deadletter:queue";

    internal const string Marker = "oci:deadletter:index";
    internal const string Whole = "whole";
    private const string Stale = "stale";

    private volatile bool _isBehind;

    /// <summary>Letters of one type.</summary>
    public static string QueueOf(string? failureType) => failureType is null ? Queue : $"{Queue}:{failureType}";

    /// <summary>After they were stored. Never fails: what could not be noted is noted later.</summary>
    public async Task NoteAsync(IReadOnlyList<DeadLetterChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        try
        {
            var before = await StateAsync(cancellationToken);
            foreach (var change in changes)
            {
                await (change.Letter is { } letter ? AddAsync(letter, cancellationToken) : RemoveAsync(change.Id, cancellationToken));
            }

            // Without the marker it was noted in a store that was emptied, or that will be dropped when the shared one is back.
            if (before == IndexState.Unknown || await StateAsync(cancellationToken) == IndexState.Unknown)
            {
                _isBehind = true;
            }
        }
        catch (StateStoreException exception)
        {
            _isBehind = true;
            LogNotNoted(exception);
        }
    }

    /// <summary>Ids by time; null: the index cannot be relied on now.</summary>
    public async Task<IReadOnlyList<DeadLetterPosition>?> ReadAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await StateAsync(cancellationToken) == IndexState.Whole ? await PageAsync(query, cancellationToken) : null;
        }
        catch (StateStoreException exception)
        {
            LogNotRead(exception);
            return null;
        }
    }

    /// <summary>Null: the store cannot tell.</summary>
    public async Task<long?> CountAsync(string? failureType, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CountIndexAsync(QueueOf(failureType), cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotRead(exception);
            return null;
        }
    }

    /// <summary>All that follows is noted or makes the index stale again.</summary>
    internal void CatchUp() => _isBehind = false;

    private async Task AddAsync(DeadLetterEntry entry, CancellationToken cancellationToken)
    {
        var score = ScoreOf(entry.Timestamp);
        await Task.WhenAll(
            store.AddToIndexAsync(Queue, entry.Id, score, cancellationToken),
            store.AddToIndexAsync(QueueOf(entry.FailureType), entry.Id, score, cancellationToken));
    }

    private async Task AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await AddAsync(new DeadLetterEntry(letter.Id, letter.FailureType, letter.Timestamp), cancellationToken);
        if (letter.RetryCount > 0)
        {
            // It may have failed for another reason before.
            await RemoveFromAsync(letter.Id, FailureTypes.All.Where(type => type != letter.FailureType), cancellationToken);
        }
    }

    private Task RemoveAsync(string id, CancellationToken cancellationToken) => RemoveFromAsync(id, [null, .. FailureTypes.All], cancellationToken);

    private async Task RemoveFromAsync(string id, IEnumerable<string?> types, CancellationToken cancellationToken) =>
        await Task.WhenAll(types.Select(type => store.RemoveFromIndexAsync(QueueOf(type), id, cancellationToken)));

    private async Task<IndexState> StateAsync(CancellationToken cancellationToken)
    {
        if ((await store.ReadAsync(Marker, cancellationToken))?.Value != Whole)
        {
            return IndexState.Unknown;
        }

        if (!_isBehind)
        {
            return IndexState.Whole;
        }

        // The store is back, and does not know what happened here meanwhile. Told once: whoever builds it anew reads what is stored by now.
        await store.UpdateAsync(Marker, value => value is null or Stale ? null : Stale, null, cancellationToken);
        _isBehind = false;
        return IndexState.Stale;
    }

    /// <summary>As it is, whole or not.</summary>
    internal async Task<IReadOnlyList<DeadLetterPosition>> PageAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var found = new List<DeadLetterPosition>(query.Take);
        var edge = query.After is { } after ? ScoreOf(after.Timestamp) : (double?)null;
        var part = new IndexQuery { Descending = !query.OldestFirst, Take = query.Take + 1 };
        part = edge is not { } score ? part : query.OldestFirst ? part with { From = score } : part with { To = score };
        while (true)
        {
            var members = await store.ReadIndexAsync(QueueOf(query.FailureType), part, cancellationToken);
            found.AddRange(members.Select(member => new DeadLetterPosition(TimeOf(member.Score), member.Member)).Where(position => query.After is not { } place || position.IsBeyond(place, query.OldestFirst)).Take(query.Take - found.Count));
            if (found.Count == query.Take || members.Count < part.Take)
            {
                return found;
            }

            part = part with { Skip = part.Skip + members.Count };
        }
    }

    internal static double ScoreOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset TimeOf(double score) => DateTimeOffset.UnixEpoch.AddTicks((long)score * TimeSpan.TicksPerMicrosecond);

    private enum IndexState
    {
        /// <summary>Not built, or another store answers.</summary>
        Unknown,
        Stale,
        Whole,
    }

    [LoggerMessage(LogLevel.Warning, "dead_letter_index_behind it is built anew when the state store is back")]
    private partial void LogNotNoted(Exception exception);

    [LoggerMessage(LogLevel.Warning, "dead_letter_index_unreadable letters are listed from run memory")]
    private partial void LogNotRead(Exception exception);
}
