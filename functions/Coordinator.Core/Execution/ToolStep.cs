using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>Brings one tool call to its result: refused at the gate, read, or written.</summary>
internal sealed class ToolStep(ToolGate gate, ReadCall reads, WriteCall writes, IRunProgress progress, TimeProvider time) : IRunStep
{
    public IReadOnlyList<Type> Actions { get; } = [typeof(CallTool), typeof(RefuseTool), typeof(CancelStep)];

    public Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken) => action switch
    {
        CallTool call => CallAsync(context, call, cancellationToken),
        RefuseTool refused => RefuseAsync(context, new CallTool(refused.Turn, refused.Index, refused.Tool), refused.Reason, cancellationToken),
        CancelStep cancel => CancelAsync(context, cancel, cancellationToken),
        _ => throw new ArgumentException($"Not a tool action: {action}", nameof(action)),
    };

    private async Task<RunWrite> CallAsync(StepContext context, CallTool call, CancellationToken cancellationToken)
    {
        progress.Report(context.Request.RunId, new RunProgress("step_started", call.StepKey, call.Tool));
        var requested = (await context.Transcript.ReadTurnAsync(call.Turn, cancellationToken)).Calls[call.Index];
        var permit = await gate.CheckAsync(call.Tool, requested.Arguments, requested.Malformed, cancellationToken);
        context.Server = permit.Tool?.Server;
        if (permit.Missing is { } missing && FailurePolicy.RetryAfter(missing, call.Waits + 1, RetryBudget.Other, Random.Shared.NextDouble()) is { } pause)
        {
            return StepFailures.Wait(context, call, missing, time.GetUtcNow() + pause, time.GetUtcNow());
        }

        if (permit.Refusal is { } reason)
        {
            return await RefuseAsync(context, call, reason, cancellationToken, permit.Missing?.Class);
        }

        if (call.Redone && permit.Rule!.Write)
        {
            return ToolFacts.Finished(context, call.Step, call.Tool, ToolOutcomes.Refused, "Not called: a retry does not make a change by itself. Ask for it again.", time.GetUtcNow());
        }

        var rule = context.Request.Call?.TimeoutSeconds is { } seconds ? permit.Rule! with { TimeLimit = TimeSpan.FromSeconds(seconds) } : permit.Rule!;
        var guarded = new GuardedCall(call, requested.Arguments, permit.Tool!, rule);
        return permit.Rule!.Write
            ? await writes.ExecuteAsync(context, guarded, cancellationToken)
            : await reads.ExecuteAsync(context, guarded, cancellationToken);
    }

    private async Task<RunWrite> RefuseAsync(StepContext context, CallTool call, string reason, CancellationToken cancellationToken, FailureClass? missing = null) =>
        await writes.JudgeRefusedAsync(context, call, reason, cancellationToken)
            ?? ToolFacts.Finished(
                context,
                new ToolFinished(call.Step, call.Tool, ToolOutcomes.Refused) { At = time.GetUtcNow(), Reason = reason, Class = missing },
                new ToolResult { IsError = true, Text = reason });

    private async Task<RunWrite> CancelAsync(StepContext context, CancelStep cancel, CancellationToken cancellationToken)
    {
        if (!cancel.Key.StartsWith(ToolFinished.KeyOf(""), StringComparison.Ordinal))
        {
            var stopped = new Failure(FailureClass.Cancelled, "Stopped.");
            return StepFailures.Record(context, cancel, stopped, retryAt: null, time.GetUtcNow());
        }

        var step = cancel.Key[ToolFinished.KeyOf("").Length..];
        var position = step.Split('.');
        var requested = (await context.Transcript.ReadTurnAsync(int.Parse(position[0], null), cancellationToken)).Calls[int.Parse(position[1], null)];
        var call = new CallTool(int.Parse(position[0], null), int.Parse(position[1], null), requested.Tool) { Attempt = cancel.Attempt };
        return await writes.JudgeStoppedAsync(context, call, requested.Arguments, cancellationToken)
            ?? ToolFacts.Finished(context, step, requested.Tool, ToolOutcomes.Cancelled, "Not carried out: the run was stopped.", time.GetUtcNow());
    }
}
