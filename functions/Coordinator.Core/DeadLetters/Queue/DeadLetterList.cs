using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.State;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>Reads letters by page: from run memory where that keeps them in order, else by the index, unless that cannot be relied on or does not know what is asked for.</summary>
public sealed class DeadLetterList(IRunMemory memory, DeadLetterIndex index)
{
    public async Task<DeadLetterPage> ReadAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        if (query.Operation is null && !memory.KeepsLettersInOrder && await FromIndexAsync(query, cancellationToken) is { } page)
        {
            return page;
        }

        var entries = await memory.ListLettersAsync(query, cancellationToken);
        return new DeadLetterPage(
            await InOrderAsync([.. entries.Select(entry => entry.Id)], cancellationToken),
            await memory.CountLettersAsync(query.FailureType, query.Operation, cancellationToken),
            entries.Count == query.Take ? DeadLetterPosition.Of(entries[^1]) : null);
    }

    public Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken) => memory.FindLetterAsync(id, cancellationToken);

    /// <summary>Null: the index cannot tell.</summary>
    private async Task<DeadLetterPage?> FromIndexAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        var items = new List<DeadLetter>(query.Take);
        while (true)
        {
            var wanted = query with { Take = query.Take - items.Count };
            if (await index.ReadAsync(wanted, cancellationToken) is not { } positions)
            {
                return null;
            }

            var letters = await InOrderAsync([.. positions.Select(position => position.Id)], cancellationToken);
            items.AddRange(letters.Where(letter => (query.FailureType ?? letter.FailureType) == letter.FailureType));
            if (positions.Count < wanted.Take || items.Count == query.Take)
            {
                return await index.CountAsync(query.FailureType, cancellationToken) is { } count
                    ? new DeadLetterPage(items, count, positions.Count == wanted.Take ? positions[^1] : null)
                    : null;
            }

            // Some of them are gone, or of another type by now: the index is told when it is built anew.
            query = query with { After = positions[^1] };
        }
    }

    private async Task<IReadOnlyList<DeadLetter>> InOrderAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = (await memory.FindLettersAsync(ids, cancellationToken)).ToDictionary(letter => letter.Id, StringComparer.Ordinal);
        return [.. ids.Select(id => found.GetValueOrDefault(id)).OfType<DeadLetter>()];
    }
}

/// <param name="Total">Letters of that type, on all pages.</param>
/// <param name="Next">Where the next page begins; null: this is the last one.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, long Total, DeadLetterPosition? Next);
