using Coordinator.Core.Runs;

namespace Coordinator.Core.DeadLetters;

/// <summary>Says what may be retried, what a retry keeps, and what becomes of its letters when it has ended.</summary>
public static class RetryPolicy
{
    /// <summary>Why the letter cannot be retried; null if it can.</summary>
    /// <param name="facts">Of the letter's run; empty: the run is not kept any more.</param>
    public static RetryRefusal? RefusalOf(DeadLetter letter, IReadOnlyCollection<RunFact> facts, int maxRetries)
    {
        var call = facts.OfType<ToolFinished>().FirstOrDefault(call => call.Step == letter.Step);
        return letter.Write ? new("It is a change, and a retry never repeats a change. Check whether it happened, then ask for it again in the thread.")
            : letter.RetryCount >= maxRetries ? new($"It was retried {letter.RetryCount} times already, and max_retries is {maxRetries}.")
            : facts.Count == 0 ? new("Its run is not kept any more. Ask again in the thread.")
            : facts.OfType<UnknownFact>().Any() ? new("Its run was continued by a newer version of the coordinator. Retry it with that version.")
            : !facts.OfType<RunFinished>().Any() ? new("Its run is still under way. Retry it when the run has ended.")
            : letter.Step is null && !facts.OfType<RunDeadLettered>().Any() ? RetryRefusal.Stale
            : letter.Step is not null && call is null or { Outcome: ToolOutcomes.Succeeded } ? RetryRefusal.Stale
            : ChangeAfter(letter, facts) is { } change ? new($"After it the run asked for a change ('{change.Tool}', {change.Outcome}), which a retry would ask for again. Ask in the thread for what is still missing.")
            : null;
    }

    /// <summary>A change that the retry would decide about anew; null: there is none.</summary>
    public static ToolFinished? ChangeAfter(DeadLetter letter, IEnumerable<RunFact> facts)
    {
        var last = letter.Edit?.Text is not null ? 0 : letter.Turn ?? int.MaxValue;
        return facts.OfType<ToolFinished>().FirstOrDefault(call => call.Write && MayHaveHappened(call) && TurnOf(call) > last);
    }

    /// <summary>What the retry takes over of its origin, in the origin's order.</summary>
    public static IReadOnlyList<RunFact> Kept(RunRetry retry, IEnumerable<RunFact> facts) =>
        retry.Anew ? [] : [.. facts.Where(fact => fact switch
        {
            MessageRouted => true,
            TurnTaken turn => retry.Turn is not { } last || turn.Turn <= last,
            ToolFinished call => retry.Turn is not { } last || TurnOf(call) < last || (TurnOf(call) == last && !IsMadeAgain(call)),
            _ => false,
        })];

    /// <summary>Letters of the run that its retry settles too: they are made again, or belong to what is done anew.</summary>
    /// <param name="others">All letters of the run.</param>
    public static IReadOnlyList<DeadLetter> SettledWith(DeadLetter letter, IEnumerable<DeadLetter> others) =>
        letter.Step is null
            ? []
            : [.. others.Where(other => other.Id != letter.Id && other.RunId == letter.RunId && !other.Write && (other.Turn ?? int.MaxValue) >= letter.Turn)];

    /// <summary>At the end of a retry: a letter that came back stays, the others are done with; if a person stopped it, they are as before.</summary>
    /// <param name="stored">The retry's letters as they are now.</param>
    public static IReadOnlyList<DeadLetterChange> AtEnd(RunRetry retry, RunStatus status, IReadOnlyCollection<DeadLetter> stored)
    {
        var changes = new List<DeadLetterChange>();
        foreach (var retried in retry.Letters)
        {
            if (stored.FirstOrDefault(letter => letter.Id == retried.Id) is { } letter && letter.RetryCount < retried.Count)
            {
                changes.Add(status == RunStatus.Stopped
                    ? DeadLetterChange.Put(letter with { RetryCount = retried.Count, Status = DeadLetterStatus.Pending, RetryRun = null })
                    : DeadLetterChange.Remove(letter.Id));
            }
        }

        return changes;
    }

    /// <summary>The first in the order of the run: its retry does the others, too.</summary>
    public static int PositionOf(DeadLetter letter) => letter.Turn ?? int.MaxValue;

    private static bool MayHaveHappened(ToolFinished call) => call.Outcome is ToolOutcomes.Succeeded or ToolOutcomes.Failed or ToolOutcomes.Unknown;

    /// <summary>What a policy or a limit refused is an answer; what was refused because its server was away is not.</summary>
    private static bool IsMadeAgain(ToolFinished call) =>
        !call.Write && call.Outcome != ToolOutcomes.Succeeded && (call.Outcome != ToolOutcomes.Refused || call.Class is not null);

    private static int TurnOf(ToolFinished call) => int.Parse(call.Step.AsSpan(0, call.Step.IndexOf('.')), null);
}

/// <param name="Reason">For the operator: why, and what to do instead.</param>
public sealed record RetryRefusal(string Reason)
{
    /// <summary>The step was done again and went well, after the letter was written and before the fact was: it is nobody's any more.</summary>
    public static RetryRefusal Stale { get; } = new("It has not failed after all; the letter was removed.");
}
