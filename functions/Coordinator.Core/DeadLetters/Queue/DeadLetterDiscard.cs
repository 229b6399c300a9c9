using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>Gives letters up: at an operator's word, or because they are old (runbook 5.3).</summary>
public sealed class DeadLetterDiscard(IRunMemory memory, DeadLetterIndex index)
{
    private const int PageSize = 500;

    public async Task<DiscardOutcome> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        while (await memory.FindLetterAsync(id, cancellationToken) is { } letter)
        {
            if (await IsBeingRetriedAsync(letter, cancellationToken))
            {
                return new DiscardOutcome(false, letter.RetryRun);
            }

            if (await TryDeleteAsync(letter, cancellationToken))
            {
                return new DiscardOutcome(true, null);
            }
        }

        return new DiscardOutcome(false, null);
    }

    /// <summary>Discards all that failed before that time, but for what is being retried; gives how many.</summary>
    public async Task<int> DiscardOlderAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (discarded, query) = (0, new DeadLetterQuery { OldestFirst = true, Take = PageSize });
        while (await memory.ListLettersAsync(query, cancellationToken) is { Count: > 0 } page && page[0].Timestamp < before)
        {
            foreach (var letter in await memory.FindLettersAsync([.. page.Where(entry => entry.Timestamp < before).Select(entry => entry.Id)], cancellationToken))
            {
                if (!await IsBeingRetriedAsync(letter, cancellationToken) && await TryDeleteAsync(letter, cancellationToken))
                {
                    discarded++;
                }
            }

            query = query with { After = DeadLetterPosition.Of(page[^1]) };
        }

        return discarded;
    }

    private async Task<bool> TryDeleteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var isDeleted = await memory.DeleteLetterAsync(letter.Id, letter.Version, cancellationToken);
        if (isDeleted)
        {
            await index.NoteAsync([DeadLetterChange.Remove(letter.Id)], cancellationToken);
        }

        return isDeleted;
    }

    /// <summary>A run that ends settles its letters with its last fact.</summary>
    private async Task<bool> IsBeingRetriedAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        letter is { Status: DeadLetterStatus.Retrying, RetryRun: { } run }
        && await memory.FindRunAsync(run, cancellationToken) is { Status: not (RunStatus.Answered or RunStatus.Failed or RunStatus.Stopped or RunStatus.Parked) };
}

/// <param name="RetryRun">The run that retries it, which has to end or be stopped first.</param>
public sealed record DiscardOutcome(bool IsDiscarded, string? RetryRun);
