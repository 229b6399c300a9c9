using System.Text.RegularExpressions;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>Takes a turn of a run that is one tool call: first the call, then its result as the answer.</summary>
internal static partial class ToolTurns
{
    private const int MaxShown = 4_000;

    public static async Task<Outcome<TakenTurn>> TakeAsync(StepContext context, TakeTurn turn, CancellationToken cancellationToken)
    {
        if (context.Request.Call is not { } call)
        {
            return new Failure(FailureClass.Validation, "The run names no tool.");
        }

        if (turn.Turn > 1)
        {
            return new TakenTurn(new TurnContent { Answer = AnswerOf(call.Tool, await context.Transcript.ReadResultAsync("1.0", cancellationToken)) });
        }

        return turn.LastBecause is { } limit
            ? new TakenTurn(new TurnContent { Answer = $"`{call.Tool}` was not called. {limit}" })
            : new TakenTurn(new TurnContent { Calls = [new TurnCall { Tool = call.Tool, Arguments = call.Arguments }] });
    }

    private static string AnswerOf(string tool, ToolResult result)
    {
        if (result.Outcome != ToolOutcomes.Succeeded)
        {
            return $"`{tool}`: {result.Outcome}. {ErrorText.EndWithStop(result.Text)}";
        }

        var text = ToolResultText.Full(result);
        var shown = text.Length > MaxShown ? $"{text[..(char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown)]}\n… ({text.Length} characters)" : text;
        var fence = new string('`', Math.Max(3, Backticks().Matches(shown).Select(run => run.Length + 1).DefaultIfEmpty(0).Max()));
        return shown.Length == 0 ? $"`{tool}`: succeeded. It returned nothing." : $"`{tool}`: succeeded.\n\n{fence}\n{shown}\n{fence}";
    }

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
