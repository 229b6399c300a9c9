using Coordinator.Core.DeadLetters;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Core.Execution;

/// <summary>The dead letters that a step brings or ends, for the same unit as its fact.</summary>
internal sealed class RunLetters(IRunMemory memory)
{
    /// <summary>Adds the letter of a call that failed for good. A run that is being stopped leaves none.</summary>
    public static async ValueTask<RunWrite> WithLetterAsync(StepContext context, RunAction action, RunWrite write, CancellationToken cancellationToken)
    {
        if (action is not CallTool call || context.Stop.IsCancellationRequested || write.Fact is not ToolFinished finished || DeadLetterPolicy.TypeOf(finished) is not { } type)
        {
            return write;
        }

        var turn = await context.Transcript.ReadTurnAsync(call.Turn, cancellationToken);
        return write with { Letters = [DeadLetterChange.Put(DeadLetterPolicy.OfCall(context.Request, finished, type, turn.Calls[call.Index].Arguments))] };
    }

    public async Task<IReadOnlyList<DeadLetterChange>> AtEndAsync(RunRequest request, RunStatus status, CancellationToken cancellationToken)
    {
        var changes = new List<DeadLetterChange>();
        if (request.Retry is { } retry)
        {
            changes.AddRange(RetryPolicy.AtEnd(retry, status, await memory.FindLettersAsync([.. retry.Letters.Select(letter => letter.Id)], cancellationToken)));
        }

        if (status == RunStatus.Stopped)
        {
            var facts = await memory.ReadFactsAsync(request.RunId, 0, cancellationToken);
            var retried = request.Retry?.Letters.Select(letter => letter.Id) ?? [];
            changes.AddRange(DeadLetterPolicy.IdsOf(request, facts.Select(stored => stored.Fact)).Except(retried).Select(DeadLetterChange.Remove));
        }

        return changes;
    }
}
