using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coordinator.Core.DeadLetters;
using Coordinator.Core.Models;
using Coordinator.Core.Routing;
using Coordinator.Core.Runs;
using Coordinator.Core.Secrets;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Execution;

/// <summary>The Markdown of a reply, made from facts and content alone: made twice, it is the same.</summary>
internal sealed class AnswerText(WorkflowCatalog workflows, IModel? model = null)
{
    private const int MaxShownArguments = 300;
    private const int MaxNamedLetters = 5;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<string> WriteAsync(StepContext context, ReplyBody body, CancellationToken cancellationToken) => body switch
    {
        TurnAnswer turn => Retried(context.Request) + ((await context.Transcript.ReadTurnAsync(turn.Turn, cancellationToken)).Answer ?? "") + Kept(context.Request, turn),
        CapabilitiesAnswer => Retried(context.Request) + Capabilities.Describe(workflows, model is not null, context.Request.Text),
        FailureReport failure => Describe(context.Request, failure),
        StopReport stop => Describe(stop),
        _ => "",
    };

    /// <summary>The thread has heard of the failure: now it hears what this answer is, and whether it is one to another question than was asked.</summary>
    private static string Retried(RunRequest request) => request.Retry is { } retry ? $"**Retried** (`{retry.Letter.Id}`){Changed(retry)}.\n\n" : "";

    private static string Changed(RunRetry retry)
    {
        if (retry.Arguments is not { } arguments)
        {
            return "";
        }

        var shown = Redaction.Of(arguments)?.ToJsonString(Readable) ?? "";
        return " with arguments that an operator changed" + (shown.Length <= MaxShownArguments && !shown.Contains('`', StringComparison.Ordinal) ? $": `{shown}`" : "");
    }

    private static string Kept(RunRequest request, TurnAnswer turn)
    {
        var ids = DeadLetterPolicy.IdsOf(request, turn.GivenUp ?? []);
        var more = ids.Count > MaxNamedLetters ? $" and {ids.Count - MaxNamedLetters} more" : "";
        return ids.Count == 0 ? "" : $"\n\nWhat failed is kept for an operator: dead letter{(ids.Count == 1 ? "" : "s")} {string.Join(", ", ids.Take(MaxNamedLetters).Select(id => $"`{id}`"))}{more}.";
    }

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
