using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A call that changes something: announced before it is sent, and never sent twice unless its server recognises the repetition.</summary>
internal sealed class WriteCall(IToolServers servers, Guard guard, WriteVerifier verifier, ToolGate gate, IRunMemory memory, ProcessIdentity process, TimeProvider time)
{
    private static readonly TimeSpan HeldBackPause = TimeSpan.FromSeconds(30);

    /// <summary>Ends a call that is not let through now. One that was sent before a crash is not called refused: it may have happened. Null: it was never sent.</summary>
    public async Task<RunWrite?> JudgeRefusedAsync(StepContext context, CallTool action, string refusal, CancellationToken cancellationToken)
    {
        var stored = await FindEffectAsync(context, action.Step, cancellationToken);
        if (stored is not { Status: EffectStatus.Intended })
        {
            return null;
        }

        var reason = $"It is not known whether '{action.Tool}' was carried out: it was sent before the coordinator was restarted, and now it cannot be found out. ({refusal})";
        return ToolFacts.Finished(context, new ToolFinished(action.Step, action.Tool, ToolOutcomes.Unknown) { At = time.GetUtcNow(), Write = true, Reason = reason }, new ToolResult { IsError = true, Text = reason })
            with { Effect = stored with { Status = EffectStatus.Unknown, Detail = refusal } };
    }

    public async Task<RunWrite> ExecuteAsync(StepContext context, GuardedCall call, CancellationToken cancellationToken)
    {
        var stored = await FindEffectAsync(context, call.Step, cancellationToken);
        var decision = EffectPolicy.Decide(stored, call.Rule, process.Id, time.GetUtcNow());
        switch (decision.Step)
        {
            case EffectStep.Send:
                return await SendAsync(context, call, stored, decision.Attempt, cancellationToken);
            case EffectStep.Wait:
                var waiting = new Failure(FailureClass.Unavailable, "An earlier attempt may still be under way; its outcome is found out when its time is over.");
                return StepFailures.Wait(context, call.Action, waiting, decision.Until, time.GetUtcNow());
            case EffectStep.Verify:
                return await JudgeAsync(context, call, stored!, cancellationToken);
            case EffectStep.DeclareUnknown:
                return Unknown(context, call, stored!, "its server cannot tell whether it happened");
            default:
                return Known(context, call, stored!);
        }
    }

    /// <summary>Ends a write of a stopped run. Null: it was never sent. Does not take longer than a verification may.</summary>
    public async Task<RunWrite?> JudgeStoppedAsync(StepContext context, CallTool action, JsonElement arguments, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WriteVerifier.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await JudgeNowAsync(context, action, arguments, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return NotVerified(context, action);
        }
    }

    private async Task<RunWrite?> JudgeNowAsync(StepContext context, CallTool action, JsonElement arguments, CancellationToken cancellationToken)
    {
        var stored = await FindEffectAsync(context, action.Step, cancellationToken);
        if (stored is null or { Status: EffectStatus.NotExecuted })
        {
            return null;
        }

        var permit = await gate.CheckAsync(action.Tool, arguments, null, cancellationToken);
        if (permit.Refusal is not null)
        {
            return NotVerified(context, action);
        }

        var call = new GuardedCall(action, arguments, permit.Tool!, permit.Rule!);
        return stored.Status == EffectStatus.Intended
            ? await JudgeAsync(context, call, stored, cancellationToken)
            : Known(context, call, stored);
    }

    private RunWrite NotVerified(StepContext context, CallTool action)
    {
        var fact = new ToolFinished(action.Step, action.Tool, ToolOutcomes.Unknown)
        {
            At = time.GetUtcNow(),
            Write = true,
            Reason = "It was sent before the run was stopped, and cannot be verified now.",
        };
        return ToolFacts.Finished(context, fact, new ToolResult { IsError = true, Text = fact.Reason });
    }

    private async Task<RunWrite> SendAsync(StepContext context, GuardedCall call, Effect? stored, int attempt, CancellationToken cancellationToken)
    {
        if (context.Stop.IsCancellationRequested)
        {
            return ToolFacts.Finished(context, call.Step, call.Action.Tool, ToolOutcomes.Cancelled, "Not carried out: the run was stopped.", time.GetUtcNow());
        }

        var (start, intended, announced) = (time.GetTimestamp(), (Effect?)null, (Effect?)null);
        var outcome = await guard.ExecuteAsync(
            call.TargetIn(context, time.GetUtcNow()),
            async token =>
            {
                var limit = call.LimitAt(time.GetUtcNow());
                intended = Intend(context, call, stored, attempt, limit);
                announced = await memory.WriteEffectAsync(stored, intended, token);
                start = time.GetTimestamp();
                return announced == intended ? await CallAsync(context, call, limit, token) : new Failure(FailureClass.HeldBack, "Another process is making this call.");
            },
            cancellationToken);
        if (announced is null)
        {
            return HeldBack(context, call, stored, outcome.Failure!);
        }

        return announced == intended
            ? await RecordAsync(context, call, announced, outcome, time.GetElapsedTime(start), cancellationToken)
            : StepFailures.Wait(context, call.Action, outcome.Failure!, announced.Deadline, time.GetUtcNow());
    }

    private Effect Intend(StepContext context, GuardedCall call, Effect? stored, int attempt, CallLimit limit)
    {
        var now = time.GetUtcNow();
        return new Effect(context.Request.RunId, call.Step, EffectStatus.Intended, attempt, process.Id, now + limit.Time)
        {
            Since = stored is { Status: EffectStatus.Intended } ? stored.Since : now,
        };
    }

    /// <summary>Not sent this time. If it may have been sent before, that is still to be found out.</summary>
    private RunWrite HeldBack(StepContext context, GuardedCall call, Effect? stored, Failure failure)
    {
        var now = time.GetUtcNow();
        if (failure.Queue is { } place)
        {
            return StepFailures.Queue(context, call.Action, place, now);
        }

        return stored is { Status: EffectStatus.Intended }
            ? StepFailures.Wait(context, call.Action, failure, now + (failure.RetryAfter ?? HeldBackPause), now)
            : NothingChanged(context, call, failure, now);
    }

    private static RunWrite NothingChanged(StepContext context, GuardedCall call, Failure failure, DateTimeOffset now)
    {
        var told = ToolErrors.Told(call, failure with { Message = $"{ErrorText.EndWithStop(failure.Message)} Nothing was changed." });
        return ToolFacts.Finished(context, call.Fact(ToolOutcomes.Failed, now, TimeSpan.Zero, ToolReason.Of(told.Text)) with { Class = failure.Class }, told);
    }

    private async Task<Outcome<ToolResult>> CallAsync(StepContext context, GuardedCall call, CallLimit limit, CancellationToken cancellationToken)
    {
        var runId = context.Request.RunId;
        var key = $"{runId}:{call.Step}";
        var arguments = call.Rule.Idempotency == ToolIdempotency.Argument ? WithKey(call, key) : call.Arguments;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Stop, cancellationToken);
        try
        {
            var outcome = await servers.CallAsync(call.ToToolCall(runId, limit, key, arguments), null, stopping.Token);
            return outcome.IsSuccess ? outcome : limit.Explain(outcome.Failure);
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureClass.Cancelled, "The run was stopped while it was under way.") { MaybeExecuted = true };
        }
    }

    private async Task<RunWrite> RecordAsync(StepContext context, GuardedCall call, Effect intended, Outcome<ToolResult> outcome, TimeSpan took, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if ((outcome.IsSuccess ? ToolFailure.Of(outcome.Value) : outcome.Failure) is not { } failure)
        {
            var (status, ended, reason) = outcome.Value!.IsError
                ? (EffectStatus.Failed, ToolOutcomes.Failed, ToolReason.Of(outcome.Value))
                : (EffectStatus.Succeeded, ToolOutcomes.Succeeded, null);
            return ToolFacts.Finished(context, call.Fact(ended, now, took, reason) with { Class = ToolFailure.RefusedClass(outcome.Value) }, ToolErrors.Told(call, outcome)) with { Effect = intended with { Status = status, Detail = reason } };
        }

        if (failure.Class == FailureClass.Cancelled)
        {
            return await JudgeAsync(context, call, intended, cancellationToken);
        }

        if (!failure.MaybeExecuted)
        {
            return NotExecuted(context, call, intended, failure, now);
        }

        // The same key may be sent again; without an answer anything else waits until the attempt can no longer be under way and is then verified.
        return EffectPolicy.IsRecognised(intended, call.Rule, now) && StepFailures.IsRetried(failure, call.Action.Try, RetryBudget.Tool)
            ? StepFailures.Record(context, call.Action, failure, RetryBudget.Tool, now)
            : call.Rule.Verify is not null && !outcome.IsSuccess && now < intended.Deadline
                ? StepFailures.Record(context, call.Action, failure, intended.Deadline, now)
                : await JudgeAsync(context, call, intended, cancellationToken);
    }

    private async Task<RunWrite> JudgeAsync(StepContext context, GuardedCall call, Effect effect, CancellationToken cancellationToken)
    {
        if (call.Rule.Verify is null)
        {
            return Unknown(context, call, effect, "the answer was lost, and there is no way to verify it");
        }

        var verdict = await verifier.VerifyAsync(context, call, cancellationToken);
        var now = time.GetUtcNow();
        if (!verdict.IsSuccess)
        {
            return !context.Stop.IsCancellationRequested && StepFailures.IsRetried(verdict.Failure, call.Action.Try, RetryBudget.Other)
                ? StepFailures.Record(context, call.Action, verdict.Failure, RetryBudget.Other, now)
                : Unknown(context, call, effect, $"verifying it failed: {verdict.Failure.Message}");
        }

        return verdict.Value switch
        {
            WriteVerdict.Succeeded => ToolFacts.Finished(
                context,
                call.Fact(ToolOutcomes.Succeeded, now, TimeSpan.Zero, "Its answer was lost; reading showed that it had been carried out."),
                new ToolResult { IsError = false, Text = "Carried out. (The answer was lost; reading showed that it had been carried out.)" })
                with { Effect = effect with { Status = EffectStatus.Succeeded } },
            WriteVerdict.NotExecuted when now >= effect.Deadline || !context.Stop.IsCancellationRequested =>
                NotExecuted(context, call, effect, new Failure(FailureClass.Network, "Its answer was lost; reading showed that it had not been carried out."), now),
            _ => Unknown(context, call, effect, "reading does not show whether it was carried out"),
        };
    }

    private static RunWrite NotExecuted(StepContext context, GuardedCall call, Effect effect, Failure failure, DateTimeOffset now)
    {
        var next = effect with { Status = EffectStatus.NotExecuted, Detail = failure.Message };
        return !context.Stop.IsCancellationRequested && StepFailures.IsRetried(failure, call.Action.Try, RetryBudget.Tool)
            ? StepFailures.Record(context, call.Action, failure, RetryBudget.Tool, now) with { Effect = next }
            : NothingChanged(context, call, failure, now) with { Effect = next };
    }

    private RunWrite Unknown(StepContext context, GuardedCall call, Effect effect, string why)
    {
        var reason = $"It is not known whether '{call.Action.Tool}' was carried out: {why}. Please check before you ask for it again.";
        return ToolFacts.Finished(context, call.Fact(ToolOutcomes.Unknown, time.GetUtcNow(), TimeSpan.Zero, reason), new ToolResult { IsError = true, Text = reason })
            with { Effect = effect with { Status = EffectStatus.Unknown, Detail = why } };
    }

    /// <summary>The outcome was stored, the fact was not: only where both are not one unit.</summary>
    private RunWrite Known(StepContext context, GuardedCall call, Effect stored)
    {
        var (outcome, text) = stored.Status switch
        {
            EffectStatus.Succeeded => (ToolOutcomes.Succeeded, "Carried out."),
            EffectStatus.Failed => (ToolOutcomes.Failed, stored.Detail ?? "It failed."),
            _ => (ToolOutcomes.Unknown, stored.Detail ?? "It is not known whether it was carried out."),
        };
        return ToolFacts.Finished(
            context,
            call.Fact(outcome, time.GetUtcNow(), TimeSpan.Zero, stored.Detail),
            new ToolResult { IsError = outcome != ToolOutcomes.Succeeded, Text = text });
    }

    private async Task<Effect?> FindEffectAsync(StepContext context, string step, CancellationToken cancellationToken) =>
        (await memory.ReadEffectsAsync(context.Request.RunId, cancellationToken)).FirstOrDefault(effect => effect.Step == step);

    private static JsonElement WithKey(GuardedCall call, string key)
    {
        var arguments = JsonObject.Create(call.Arguments)!;
        arguments[call.Rule.IdempotencyArgument!] = key;
        return JsonSerializer.SerializeToElement(arguments, ContentJson.Default.JsonObject);
    }
}
