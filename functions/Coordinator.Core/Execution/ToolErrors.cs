using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Arguments;

namespace Coordinator.Core.Execution;

/// <summary>What the model reads of a failed call: the cause, what it means, the next step, and which arguments there are if it named one that is not there.</summary>
internal static class ToolErrors
{
    /// <summary>The result of a call as it is kept; one that succeeded stays as it came.</summary>
    public static ToolResult Told(GuardedCall call, Outcome<ToolResult> outcome)
    {
        if (outcome is { IsSuccess: true, Value.IsError: false })
        {
            return outcome.Value;
        }

        var result = outcome.IsSuccess
            ? ToolFailure.ForModel(outcome.Value)
            : new ToolResult { IsError = true, Text = call.Tool.Server == ReadResultTool.Server ? outcome.Failure.Message : ErrorText.OfServer(outcome.Failure) };
        return result with { Text = $"{result.Text}{Tried(call)}{Names(call, outcome, result.Text)}" };
    }

    private static string Tried(GuardedCall call) => call.Action is { Try: > 1, Correct: false } ? $" Tried {call.Action.Try} times." : "";

    private static string Names(GuardedCall call, Outcome<ToolResult> outcome, string text) =>
        (outcome.IsSuccess ? ToolFailure.MayBeTheArguments(outcome.Value) : outcome.Failure.Class == FailureClass.Validation)
        && ArgumentNames.Explain(call.Arguments, call.Tool.InputSchema, text) is { } names ? $"\n{names}" : "";
}
