using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A call that changes nothing: may be repeated.</summary>
internal sealed class ReadCall(IToolServers servers, Guard guard, IRunProgress progress, TimeProvider time)
{
    public async Task<RunWrite> ExecuteAsync(StepContext context, GuardedCall call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, cancellationToken);
        try
        {
            var outcome = call.Tool.Server == ReadResultTool.Server
                ? await ReadOnAsync(context, call, cancellationToken)
                : await guard.ExecuteAsync(
                    call.TargetIn(context),
                    token => servers.CallAsync(call.ToToolCall(context.Request.RunId), new CallProgress(context.Request.RunId, call.Action.StepKey, progress), token),
                    stopping.Token);
            return Record(context, call, outcome, time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ToolFacts.Finished(context, call.Step, call.Action.Tool, ToolOutcomes.Cancelled, "Stopped before an answer came.", time.GetUtcNow());
        }
    }

    private RunWrite Record(StepContext context, GuardedCall call, Outcome<ToolResult> outcome, TimeSpan took)
    {
        var now = time.GetUtcNow();
        var failure = outcome.IsSuccess ? ToolFailure.Of(outcome.Value) : outcome.Failure;
        if (failure?.Queue is { } place)
        {
            return StepFailures.Queue(context, call.Action, place, now);
        }

        if (failure is not null && StepFailures.IsRetried(failure, call.Action.Try, RetryBudget.Tool))
        {
            return StepFailures.Record(context, call.Action, failure, RetryBudget.Tool, now);
        }

        var result = outcome.Value ?? new ToolResult { IsError = true, Text = outcome.Failure!.Message };
        return result.IsError
            ? ToolFacts.Finished(context, call.Fact(ToolOutcomes.Failed, now, took, ToolReason.Of(result)), result)
            : ToolFacts.Finished(context, call.Fact(ToolOutcomes.Succeeded, now, took, null), result);
    }

    private static async Task<Outcome<ToolResult>> ReadOnAsync(StepContext context, GuardedCall call, CancellationToken cancellationToken)
    {
        var pointer = ReadResultTool.PointerOf(call.Arguments);
        if (!pointer.IsSuccess)
        {
            return pointer.Failure;
        }

        var stored = await context.Transcript.FindAsync(pointer.Value, cancellationToken);
        return stored is null
            ? new Failure(FailureClass.NotFound, $"There is no result '{pointer.Value}' in this run.")
            : ReadResultTool.Read(ToolResultText.Full(ContentJson.ReadResult(stored)), call.Arguments);
    }

    private sealed class CallProgress(string runId, string step, IRunProgress progress) : IProgress<ToolProgress>
    {
        public void Report(ToolProgress value) =>
            progress.Report(runId, new RunProgress("tool_progress", step, value.Message ?? (value.Total is { } total ? $"{value.Progress:0}/{total:0}" : $"{value.Progress:0}")));
    }
}
