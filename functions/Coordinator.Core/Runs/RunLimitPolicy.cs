namespace Coordinator.Core.Runs;

/// <summary>Which of a run's limits is reached, in words for the model and the user.</summary>
public static class RunLimitPolicy
{
    /// <summary>Why the next turn must be the last; null if nothing is used up.</summary>
    public static string? Exhausted(RunState state, DateTimeOffset now)
    {
        var limits = state.Started!.Limits;
        return (state.Turn?.Turn ?? 0) - state.TurnsTakenOver >= limits.ModelTurns ? $"This run has used all of its {limits.ModelTurns} turns."
            : state.ToolCalls >= limits.ToolCalls ? $"This run has used all of its {limits.ToolCalls} tool calls."
            : state.TokensUsed >= limits.Tokens ? $"This run has used its {limits.Tokens} tokens."
            : OutOfTime(state, now);
    }

    /// <summary>Why a call is not carried out; null if it may be.</summary>
    public static string? RefusalOf(RequestedToolCall call, RunState state, DateTimeOffset now)
    {
        var limits = state.Started!.Limits;
        return call.Ordinal > limits.ToolCalls ? $"Not called: this run has used all of its {limits.ToolCalls} tool calls."
            : call.Repetition > limits.IdenticalCalls
                ? $"Not called: '{call.Tool}' was already called {limits.IdenticalCalls} times with the same arguments. Use the earlier results."
            : OutOfTime(state, now) is { } reason ? $"Not called. {reason}"
            : null;
    }

    private static string? OutOfTime(RunState state, DateTimeOffset now)
    {
        var deadline = state.Started!.Limits.Deadline;
        return state.WorkedUntil(now) >= deadline ? $"This run has used its {deadline.TotalMinutes:0} minutes." : null;
    }
}
