using Coordinator.Core.Audit;
using Coordinator.Core.Execution;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Http.Access;
using Coordinator.Http.Runs;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>POST /tools/execute</c>: one tool call through everything that stands around calls, as a run of its own.</summary>
internal sealed class ToolExecuteEndpoint(ToolRunIntake intake, RunEnd end, RunReader reader, IRunMemory memory, AuditLog audit, CoordinatorHttpOptions options)
{
    private const string Step = "1.0";

    /// <summary>200 with the outcome, also if it failed or was refused; 202 with the run's address if it takes longer.</summary>
    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var (run, problem) = await intake.AcceptAsync(request);
        if (run is null)
        {
            return problem!;
        }

        var cancellationToken = request.HttpContext.RequestAborted;
        await audit.RecordAsync("tool_run", run.Request.Call!.Tool, Caller.Of(request, run.Request.Actor.Id), $"run {run.Request.RunId}", CancellationToken.None);
        var finished = await end.WaitAsync(run.Request.RunId, options.AnswerWithin, cancellationToken);
        var current = await reader.FindAsync(run.Request.RunId, cancellationToken) ?? run;
        if (finished)
        {
            return WebJson.Ok(await OutcomeAsync(current, cancellationToken));
        }

        request.HttpContext.Response.Headers.Location = $"/runs/{Uri.EscapeDataString(run.Request.RunId)}";
        return WebJson.Status(StatusCodes.Status202Accepted, new { run.Request.RunId, current.Status, run.Request.Call.Tool });
    }

    private async Task<object> OutcomeAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var run = await reader.DescribeAsync(record, cancellationToken);
        var step = run.Steps.FirstOrDefault(step => step.Key == Step);
        var content = step?.Outcome is null ? null : await memory.ReadContentAsync(run.RunId, ToolFinished.KeyOf(Step), cancellationToken);
        var result = content is null ? null : ContentJson.ReadResult(content);
        var text = result is null ? "" : ToolResultText.Full(result);
        return new
        {
            run.RunId,
            run.Status,
            record.Request.Call!.Tool,
            step?.Server,
            step?.Write,
            step?.Outcome,
            step?.DurationMs,
            Result = text.Length > ToolResultText.MaxCharacters ? text[..ToolResultText.MaxCharacters] : text,
            ResultChars = text.Length,
            Structured = text.Length > ToolResultText.MaxCharacters ? null : result?.Structured,
            // Why there is no result: of the call, or of the run that did not come to it.
            Reason = step?.Reason ?? (step?.Outcome is null ? run.Response : null),
            step?.Corrected,
            run.DeadLetters,
        };
    }
}
