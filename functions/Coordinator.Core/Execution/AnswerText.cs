using System.Text;
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
        TurnAnswer turn => (await context.Transcript.ReadTurnAsync(turn.Turn, cancellationToken)).Answer ?? "",
        CapabilitiesAnswer => Capabilities.Describe(workflows, model is not null, context.Request.Text),
        FailureReport failure => $"**I could not finish this.** {failure.Error}\n\nYour request is kept (run `{context.Request.RunId}`); you can ask again at any time.",
        StopReport stop => Describe(stop),
        _ => "",
    };

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
