using Coordinator.Core.Failures;

namespace Coordinator.Core.Runs;

/// <summary>
/// Says what a run does next. Pure: the same facts at the same time give the same actions on every host.
/// A step under way is named again each time; the host starts only what is not under way.
/// </summary>
public static class RunPolicy
{
    /// <summary>Raised when old facts would be read differently: a run started under a newer one is parked.</summary>
    public const int Version = 2;

    /// <summary>A run without an answer for this long says in the thread that it is working on it.</summary>
    public static readonly TimeSpan WorkingAfter = TimeSpan.FromSeconds(2);

    /// <summary>A post that left no trace is looked for this long after it was announced; before, it may still be under way.</summary>
    public static readonly TimeSpan HealAfter = TimeSpan.FromSeconds(10);

    /// <summary>A stopped run waits this long for what is under way, then it judges it from what is known.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <summary>The oldest version that reads the run's facts as they are meant: after a rollback it goes on with all runs that it can. The first would take a single tool call for a question to the model.</summary>
    public static int VersionFor(RunRequest request) => request.Call is null ? 1 : 2;

    /// <summary>All actions that are ready, at most one per step; the last is a <see cref="Wait"/> when time alone will bring more. Empty once the run is finished.</summary>
    public static IReadOnlyList<RunAction> Next(RunRequest request, RunState state, DateTimeOffset now)
    {
        if (state.ParkedBecause is { } reason)
        {
            return [new Park(reason)];
        }

        if (state.Finished is not null)
        {
            return [];
        }

        if (state.Started is null)
        {
            return [new StartRun()];
        }

        var plan = new RunPlan(now);
        Fill(plan, request, state, now);
        return plan.ToActions();
    }

    /// <summary>A step waits for a place, not for itself: the run must not count as busy meanwhile.</summary>
    public static bool StandsInLine(RunState state) => OpenSteps(state).Any(step => state.QueueOf(step) is not null);

    private static void Fill(RunPlan plan, RunRequest request, RunState state, DateTimeOffset now)
    {
        if (state.DeadLettered is { } dead)
        {
            ReportFailure(plan, request, state, dead);
        }
        else if (FailedPost(state) is { } post)
        {
            plan.Do(new DeadLetterRun("slack", post.Message) { Operation = DeadLetterRun.Replying });
        }
        else if (state.Stop is { } stop && AnswerOf(state) is null)
        {
            WindUp(plan, request, state, stop);
        }
        else if (FailedStep(state) is { } step)
        {
            var type = FailurePolicy.TypeOf(step.Class, step.Step == MessageRouted.FactKey ? "unknown" : "llm_call");
            plan.Do(new DeadLetterRun(type, step.Message) { Operation = state.Route?.Route ?? DeadLetterRun.Routing });
        }
        else
        {
            Advance(plan, request, state, now);
        }
    }

    private static void Advance(RunPlan plan, RunRequest request, RunState state, DateTimeOffset now)
    {
        if (AnswerOf(state) is { } answer)
        {
            Reply(plan, request, state, RunStatus.Answered, answer);
            return;
        }

        if (state.Route is null)
        {
            DoWhenDue(plan, state, new RouteMessage());
        }
        else if (OpenCalls(state) is { Count: > 0 } open)
        {
            CallTools(plan, state, open, now);
        }
        else
        {
            DoWhenDue(plan, state, NextTurn(state, state.Route, now));
        }

        SayWorking(plan, request, state);
    }

    private static TakeTurn NextTurn(RunState state, MessageRouted route, DateTimeOffset now)
    {
        var turn = (state.Turn?.Turn ?? 0) + 1;
        var last = RunLimitPolicy.Exhausted(state, now);
        return new TakeTurn(turn, route.Route, last) { EndBy = last is null ? RunLimitPolicy.WorkEnds(state, now) : RunLimitPolicy.AnswerEnds(state, now) };
    }

    private static void CallTools(RunPlan plan, RunState state, List<RequestedToolCall> open, DateTimeOffset now)
    {
        var slots = state.Started!.Limits.ParallelToolCalls;
        foreach (var call in open)
        {
            if (RunLimitPolicy.RefusalOf(call, state, now) is { } reason)
            {
                plan.Do(new RefuseTool(call.Turn, call.Index, call.Tool, reason));
            }
            else if (slots-- > 0)
            {
                // A call that waits for its next attempt keeps its slot, so that there are never more under way than allowed.
                DoWhenDue(plan, state, new CallTool(call.Turn, call.Index, call.Tool)
                {
                    Redone = call.Redone,
                    EndBy = RunLimitPolicy.WorkEnds(state, now),
                    Correct = state.WasInvalid(ToolFinished.KeyOf(call.Step)),
                });
            }
        }
    }

    private static void SayWorking(RunPlan plan, RunRequest request, RunState state)
    {
        if (request.ReplyTo is null)
        {
            return;
        }

        var note = NoteOf(state);
        if (state.Part(0).Ts is null)
        {
            Post(plan, state, 0, new StillWorking(note), state.Started!.At + WorkingAfter);
        }
        else if (note != state.Part(0).Note)
        {
            Post(plan, state, 0, new StillWorking(note), DateTimeOffset.MinValue);
        }
    }

    /// <summary>Of several steps that stand in line, the last says how long it may take.</summary>
    private static string? NoteOf(RunState state) =>
        OpenSteps(state).Select(state.QueueOf).OfType<StepQueued>().MaxBy(queued => queued.Position) is { } last ? $"{new QueuePlace(last.Partition, last.Position, last.Since)}" : null;

    private static void WindUp(RunPlan plan, RunRequest request, RunState state, InboxRead stop)
    {
        foreach (var key in OpenSteps(state).Where(key => state.FailureOf(key) is not { RetryAt: null }))
        {
            plan.Do(new CancelStep(key) { Attempt = state.AttemptAt(key) });
        }

        if (plan.IsEmpty)
        {
            Reply(plan, request, state, RunStatus.Stopped, new StopReport(stop.By, state.FinishedTools()));
        }
    }

    private static void ReportFailure(RunPlan plan, RunRequest request, RunState state, RunDeadLettered dead)
    {
        var report = new FailureReport(dead.Error);
        if (FailedPost(state) is not null)
        {
            plan.Do(new FinishRun(RunStatus.Failed, report));
        }
        else
        {
            Reply(plan, request, state, RunStatus.Failed, report);
        }
    }

    private static void Reply(RunPlan plan, RunRequest request, RunState state, RunStatus status, ReplyBody body)
    {
        if (request.ReplyTo is not null && NextPart(state) is { } part)
        {
            Post(plan, state, part, body, DateTimeOffset.MinValue);
        }
        else
        {
            plan.Do(new FinishRun(status, body));
        }
    }

    /// <summary>An attempt whose outcome nobody knows is looked for first, and only when it can no longer be under way.</summary>
    private static void Post(RunPlan plan, RunState state, int part, ReplyBody body, DateTimeOffset notBefore)
    {
        var known = state.Part(part);
        var post = new PostReply(part, body, known.Ts, state.LostPost(part)?.At)
        {
            Attempt = state.NextPostAttempt(part),
            Update = body is StillWorking && known.Ts is not null ? known.Updates + 1 : 0,
        };
        var failure = state.FailureOf(post.FailureKey);
        if (failure is { RetryAt: null })
        {
            return;
        }

        plan.DoFrom(Latest(notBefore, failure?.RetryAt, post.LostSince + HealAfter), post with { Failures = state.FailuresOf(post.FailureKey) });
    }

    private static void DoWhenDue(RunPlan plan, RunState state, RunAction action) =>
        plan.DoFrom(state.FailureOf(action.FailureKey)?.RetryAt ?? DateTimeOffset.MinValue, action with
        {
            Attempt = state.AttemptAt(action.FailureKey),
            Waits = state.WaitsAt(action.FailureKey),
            QueuedSince = state.QueueOf(action.FailureKey)?.Since,
        });

    private static DateTimeOffset Latest(DateTimeOffset first, DateTimeOffset? second, DateTimeOffset? third)
    {
        var latest = second > first ? second.Value : first;
        return third > latest ? third.Value : latest;
    }

    private static ReplyBody? AnswerOf(RunState state) => state switch
    {
        { Turn: { Calls.Count: 0 } turn, Route: { } route } => new TurnAnswer(turn.Turn, route.Route) { GivenUp = GivenUp(state) },
        { Route.Route: MessageRouted.ToCapabilities } => new CapabilitiesAnswer(),
        _ => null,
    };

    private static List<ToolFinished>? GivenUp(RunState state) =>
        state.FinishedTools().Where(call => call.Outcome is not (ToolOutcomes.Succeeded or ToolOutcomes.Cancelled)).ToList() is { Count: > 0 } calls ? calls : null;

    private static List<RequestedToolCall> OpenCalls(RunState state) => [.. state.Calls.Where(call => !state.IsFinished(call.Step))];

    /// <summary>Steps other than posts that must end before the run can.</summary>
    private static IEnumerable<string> OpenSteps(RunState state)
    {
        if (state.Route is null)
        {
            return [MessageRouted.FactKey];
        }

        var open = OpenCalls(state);
        return open.Count > 0
            ? open.Select(call => ToolFinished.KeyOf(call.Step))
            : AnswerOf(state) is null ? [TurnTaken.KeyOf((state.Turn?.Turn ?? 0) + 1)] : [];
    }

    private static StepFailed? FailedStep(RunState state) =>
        OpenSteps(state).Select(state.FailureOf).FirstOrDefault(failure => failure is { RetryAt: null });

    private static StepFailed? FailedPost(RunState state) =>
        NextPart(state) is { } part && state.FailureOf(PostReply.KeyOf(part)) is { RetryAt: null } failed ? failed : null;

    private static int? NextPart(RunState state)
    {
        for (var part = 0; part < Math.Max(state.Part(0).Parts, 1); part++)
        {
            if (!state.Part(part).HasAnswer)
            {
                return part;
            }
        }

        return null;
    }
}
