using System.Text;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Models;
using Coordinator.Core.Routing;
using Coordinator.Core.Runs;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Execution;

/// <summary>The Markdown of a reply, made from facts and content alone: made twice, it is the same.</summary>
internal sealed class AnswerText(WorkflowCatalog workflows, IModel? model = null)
{
    public async Task<string> WriteAsync(StepContext context, ReplyBody body, CancellationToken cancellationToken) => body switch
    {
        TurnAnswer turn => Retried(context.Request) + ((await context.Transcript.ReadTurnAsync(turn.Turn, cancellationToken)).Answer ?? ""),
        CapabilitiesAnswer => Retried(context.Request) + Capabilities.Describe(workflows, model is not null, context.Request.Text),
        FailureReport failure => Describe(context.Request, failure),
        StopReport stop => Describe(stop),
        _ => "",
    };

    /// <summary>The thread has heard of the failure: now it hears what this answer is.</summary>
    private static string Retried(RunRequest request) => request.Retry is { } retry ? $"**Retried** (`{retry.Letter.Id}`).\n\n" : "";

    private static string Describe(RunRequest request, FailureReport failure) =>
        $"**I could not finish this{(request.Retry is null ? "" : " on retry, either")}.** {failure.Error}\n\n"
        + $"Your request is kept as dead letter `{DeadLetterId.OfRun(request)}` and can be retried by an operator; you can also ask again at any time.";

    private static string Describe(StopReport stop)
    {
        var text = new StringBuilder($"**Stopped** by {stop.By}.");
        var changes = stop.Done.Where(tool => tool.Write).ToList();
        if (changes.Count == 0)
        {
            return text.Append(" Nothing had been changed.").ToString();
        }

        text.Append(" What had been done by then:\n");
        foreach (var tool in changes)
        {
            text.Append(null, $"\n- `{tool.Tool}`: {tool.Outcome}{(tool.Reason is null ? "" : $" ({tool.Reason})")}");
        }

        return text.ToString();
    }
}
