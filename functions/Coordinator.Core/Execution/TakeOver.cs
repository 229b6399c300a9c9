using Coordinator.Core.DeadLetters;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>
/// Brings what another run finished into its retry, before the retry's first fact of its own: a process that dies in the middle does it again, and finds what it has brought already.
/// </summary>
internal sealed class TakeOver(IRunMemory memory, TimeProvider time)
{
    public async Task BringAsync(StepContext context, RunRetry retry, CancellationToken cancellationToken)
    {
        var facts = (await memory.ReadFactsAsync(retry.Origin, 0, cancellationToken)).Select(stored => stored.Fact).ToList();
        if (facts.Count == 0 && !retry.Anew)
        {
            await context.AppendAsync(Lost(context.Request.RunId), cancellationToken);
            return;
        }

        var kept = RetryPolicy.Kept(retry, facts);
        foreach (var fact in kept)
        {
            await context.AppendAsync(await CopyAsync(context.Request.RunId, retry, fact, cancellationToken), cancellationToken);
        }

        await BringUnfinishedAsync(context, retry, kept, facts, cancellationToken);
    }

    private async Task<RunWrite> CopyAsync(string runId, RunRetry retry, RunFact fact, CancellationToken cancellationToken)
    {
        var content = await memory.ReadContentAsync(retry.Origin, fact.Key, cancellationToken);
        if (fact is TurnTaken turn && turn.Turn == retry.Turn && retry.Arguments is { } arguments)
        {
            var step = retry.Letter.Step!;
            var (edited, turnContent) = EditedTurn.Of(turn, ContentJson.ReadTurn(content!), int.Parse(step.AsSpan(step.IndexOf('.') + 1), null), arguments);
            (fact, content) = (edited, ContentJson.Write(turnContent));
        }

        return new RunWrite(runId, fact with { Origin = fact.Origin ?? retry.Origin }) { Content = content };
    }

    /// <summary>A change that was announced when the run failed has no result, and must not be made again.</summary>
    private async Task BringUnfinishedAsync(StepContext context, RunRetry retry, IReadOnlyList<RunFact> kept, List<RunFact> facts, CancellationToken cancellationToken)
    {
        var finished = facts.OfType<ToolFinished>().Select(call => call.Step).ToHashSet(StringComparer.Ordinal);
        var open = kept.OfType<TurnTaken>().SelectMany(turn => turn.Calls.Select((call, index) => (Step: $"{turn.Turn}.{index}", call.Tool))).Where(call => !finished.Contains(call.Step)).ToList();
        if (open.Count == 0)
        {
            return;
        }

        var effects = await memory.ReadEffectsAsync(retry.Origin, cancellationToken);
        foreach (var call in open.Where(call => effects.Any(effect => effect.Step == call.Step && effect.Status != EffectStatus.NotExecuted)))
        {
            const string Reason = "It was under way when the run failed, and it is not known whether it was carried out. A retry does not repeat it.";
            var fact = new ToolFinished(call.Step, call.Tool, ToolOutcomes.Unknown) { At = time.GetUtcNow(), Write = true, Reason = Reason, Origin = retry.Origin };
            await context.AppendAsync(ToolFacts.Finished(context, fact, new ToolResult { IsError = true, Text = Reason }), cancellationToken);
        }
    }

    private RunWrite Lost(string runId) => new(
        runId,
        new StepFailed(MessageRouted.FactKey, 1, FailureClass.NotFound, "The run that was to be retried is not kept any more. Ask again.", null) { At = time.GetUtcNow() });
}
