using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Arguments;

namespace Coordinator.Core.Execution;

/// <summary>A call that changes nothing: may be repeated.</summary>
internal sealed class ReadCall(IToolServers servers, Guard guard, IRunProgress progress, TimeProvider time)
{
    public async Task<RunWrite> ExecuteAsync(StepContext context, GuardedCall asked, CancellationToken cancellationToken)
    {
        var call = Corrected(asked);
        var start = time.GetTimestamp();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, cancellationToken);
        try
        {
            var outcome = call.Tool.Server == ReadResultTool.Server
                ? await ReadOnAsync(context, call, cancellationToken)
                : await guard.ExecuteAsync(call.TargetIn(context, time.GetUtcNow()), token => SendAsync(context, call, token), stopping.Token);
            return Record(context, call, outcome, time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ToolFacts.Finished(context, call.Step, call.Action.Tool, ToolOutcomes.Cancelled, "Stopped before an answer came.", time.GetUtcNow());
        }
    }

    /// <summary>What the schema would refuse is corrected at once; what only its server refused, after that.</summary>
    private static GuardedCall Corrected(GuardedCall asked)
    {
        var correction = ArgumentCorrector.Correct(asked.Arguments, asked.Tool.InputSchema, asked.Action.Correct);
        return correction.Changes.Count > 0 ? asked with { Arguments = correction.Arguments, Corrections = correction.Changes } : asked;
    }

    private async Task<Outcome<ToolResult>> SendAsync(StepContext context, GuardedCall call, CancellationToken cancellationToken)
    {
        var limit = call.LimitAt(time.GetUtcNow());
        var runId = context.Request.RunId;
        var outcome = await servers.CallAsync(call.ToToolCall(runId, limit), new CallProgress(runId, call.Action.StepKey, progress), cancellationToken);
        return outcome.IsSuccess ? outcome : limit.Explain(outcome.Failure);
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
            return StepFailures.Record(context, call.Action, failure with { MaybeExecuted = false }, RetryBudget.Tool, now);
        }

        if (TriesCorrected(call, outcome))
        {
            var refused = new Failure(FailureClass.Validation, ToolReason.Of(outcome.IsSuccess ? ToolFailure.Explain(outcome.Value.Structured, outcome.Value.Text) : outcome.Failure.Message));
            return StepFailures.Record(context, call.Action, refused, now, now);
        }

        var told = ToolErrors.Told(call, outcome);
        return Finish(context, call, told, failure?.Class ?? ToolFailure.RefusedClass(told), took, now);
    }

    private static RunWrite Finish(StepContext context, GuardedCall call, ToolResult result, FailureClass? failed, TimeSpan took, DateTimeOffset now)
    {
        var told = call.Corrections.Count > 0 ? result with { Corrected = call.Corrections } : result;
        return result.IsError
            ? ToolFacts.Finished(context, call.Fact(ToolOutcomes.Failed, now, took, ToolReason.Of(result)) with { Class = failed }, told)
            : ToolFacts.Finished(context, call.Fact(ToolOutcomes.Succeeded, now, took, null), told);
    }

    /// <summary>Its arguments were refused, and there is something about them that can be put right: once.</summary>
    private static bool TriesCorrected(GuardedCall call, Outcome<ToolResult> outcome) =>
        !call.Action.Correct
        && (outcome.IsSuccess ? ToolFailure.MayBeTheArguments(outcome.Value) : outcome.Failure.Class == FailureClass.Validation)
        && ArgumentCorrector.Correct(call.Arguments, call.Tool.InputSchema, thorough: true).Changes.Count > 0;

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
