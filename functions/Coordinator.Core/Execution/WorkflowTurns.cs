using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Execution;

/// <summary>Takes a turn of a pinned workflow: a function of its definition and the results so far.</summary>
internal static class WorkflowTurns
{
    public static async Task<Outcome<TakenTurn>> TakeAsync(StepContext context, TakeTurn turn, CancellationToken cancellationToken)
    {
        var pinned = PinnedWorkflow.FromJson(await context.Transcript.ReadAsync(MessageRouted.FactKey, cancellationToken));
        var next = WorkflowPolicy.Next(pinned, await ResultsAsync(context, turn.Turn, cancellationToken));
        if (next.Answer is null && turn.LastBecause is { } limit)
        {
            return new TakenTurn(new TurnContent { Answer = $"I had to stop before this was complete. {limit}" });
        }

        return new TakenTurn(new TurnContent
        {
            Answer = next.Answer,
            Calls = [.. next.Calls.Select(call => new TurnCall { Tool = call.Tool, Arguments = call.Arguments, WorkflowStep = call.Step })],
        });
    }

    private static async Task<List<WorkflowCallResult>> ResultsAsync(StepContext context, int turn, CancellationToken cancellationToken)
    {
        var results = new List<WorkflowCallResult>();
        for (var earlier = 1; earlier < turn; earlier++)
        {
            var content = await context.Transcript.ReadTurnAsync(earlier, cancellationToken);
            for (var index = 0; index < content.Calls.Count; index++)
            {
                var call = content.Calls[index];
                var result = await context.Transcript.ReadResultAsync($"{earlier}.{index}", cancellationToken);
                results.Add(new WorkflowCallResult
                {
                    Step = call.WorkflowStep!,
                    Tool = call.Tool,
                    Outcome = result.Outcome,
                    Text = result.Text,
                    Structured = result.Structured,
                });
            }
        }

        return results;
    }
}
