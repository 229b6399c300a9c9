using Coordinator.Core.Runs;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>The request of a retry: the same question of the same person in the same thread, and what is kept of the run before.</summary>
public static class RetryRequest
{
    /// <param name="settled">Other letters of the run that end with the retry.</param>
    public static RunRequest Of(RunRequest origin, DeadLetter letter, IEnumerable<DeadLetter> settled, DateTimeOffset now, string? traceParent) => origin with
    {
        RunId = DeadLetterId.RetryRunOf(letter),
        Text = letter.Edit?.Text ?? origin.Text,
        // An edited message is a question.
        Call = letter.Edit?.Text is null ? origin.Call : null,
        ReceivedAt = now,
        EventId = null,
        TraceParent = traceParent,
        Retry = new RunRetry(letter.RunId, [Retried(letter), .. settled.Select(Retried)])
        {
            Anew = letter.Edit?.Text is not null,
            Arguments = letter.Edit?.Arguments,
        },
    };

    private static RetriedLetter Retried(DeadLetter letter) => new(letter.Id, letter.Step, letter.RetryCount + 1);
}
