namespace Coordinator.Core.Runs;

/// <summary>Which of a run's limits is reached, in words for the model and the user.</summary>
public static class RunLimitPolicy
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);

    /// <summary>Why the next turn must be the last; null if nothing is used up.</summary>
    public static string? Exhausted(RunState state, DateTimeOffset now)
    {
        var limits = state.Started!.Limits;
        return (state.Turn?.Turn ?? 0) - state.TurnsTakenOver >= limits.ModelTurns ? $"This run has used all of its {limits.ModelTurns} turns."
            : state.ToolCalls >= limits.ToolCalls ? $"This run has used all of its {limits.ToolCalls} tool calls."
            : state.TokensUsed >= limits.Tokens ? $"This run has used its {limits.Tokens} tokens."
            : OutOfTime(state, now);
    }

    /// <summary>Why a call is not carried out; null if it may be. A write that may have been sent is brought to its end, whatever the time: "not called" could be false.</summary>
    public static string? RefusalOf(RequestedToolCall call, RunState state, DateTimeOffset now)
    {
        var limits = state.Started!.Limits;
        return call.Ordinal > limits.ToolCalls ? $"Not called: this run has used all of its {limits.ToolCalls} tool calls."
            : call.Repetition > limits.IdenticalCalls
                ? $"Not called: '{call.Tool}' was already called {limits.IdenticalCalls} times with the same arguments. Use the earlier results."
            : OutOfTime(state, now) is { } reason && !state.MayHaveExecuted(ToolFinished.KeyOf(call.Step)) ? $"Not called. {reason}"
            : null;
    }

    /// <summary>When work must end, if the run works from now on: what is left of its deadline after that is for the answer.</summary>
    public static DateTimeOffset WorkEnds(RunState state, DateTimeOffset now) => now + WorkTime(state) - state.WorkedUntil(now);

    /// <summary>When the last answer must be there. A run that comes late to it still gets the time that is meant for it.</summary>
    public static DateTimeOffset AnswerEnds(RunState state, DateTimeOffset now)
    {
        var deadline = state.Started!.Limits.Deadline;
        var left = deadline - state.WorkedUntil(now);
        return now + (left > AnswerTime(deadline) ? left : AnswerTime(deadline));
    }

    /// <summary>Of a deadline so much is kept for the last answer.</summary>
    public static TimeSpan AnswerTime(TimeSpan deadline) => deadline / 10 < LongestAnswer ? deadline / 10 : LongestAnswer;

    private static string? OutOfTime(RunState state, DateTimeOffset now)
    {
        var minutes = state.Started!.Limits.Deadline.TotalMinutes;
        return state.WorkedUntil(now) >= WorkTime(state) ? $"This run has used its {minutes:0} {(minutes == 1 ? "minute" : "minutes")}." : null;
    }

    private static TimeSpan WorkTime(RunState state) => state.Started!.Limits.Deadline - AnswerTime(state.Started.Limits.Deadline);
}
