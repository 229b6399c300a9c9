using System.Text.Json;
using Coordinator.Cli.Output;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli.Commands;

/// <summary>Shows a run's events as they come.</summary>
internal static class RunWatch
{
    /// <returns><see cref="ExitCodes.Failed"/> if it ended without an answer.</returns>
    public static async Task<int> ShowAsync(Invocation invocation, IAsyncEnumerable<RunEventRead> events, bool inDetail)
    {
        var (run, end) = ("", default(JsonElement));
        try
        {
            await foreach (var happened in events)
            {
                Show(invocation, happened, inDetail);
                run = happened.Data.Text("run_id") is { Length: > 0 } id ? id : run;
                end = happened.Data;
            }
        }
        catch (OperationCanceledException) when (run.Length > 0)
        {
            invocation.Screen.Note($"The run goes on: coordinator runs watch {run}, or runs stop {run}.");
            throw;
        }

        return end.Text("status") == "answered" ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Show(Invocation invocation, RunEventRead happened, bool inDetail)
    {
        var screen = invocation.Screen;
        if (screen.IsJson)
        {
            screen.JsonLine(new { @event = happened.Name, id = happened.Number, data = happened.Data });
            return;
        }

        switch (happened.Name)
        {
            case "end":
                screen.Answer(happened.Data.Text("response") is { Length: > 0 } answer ? answer : $"The run is {happened.Data.Text("status")}.");
                break;
            case "run" or "progress":
                break;
            case "tool_finished" or "step_failed" or "step_queued" when !inDetail:
                screen.Note(FactWords.Of(happened.Data));
                break;
            default:
                if (inDetail)
                {
                    screen.Line(FactWords.Of(happened.Data));
                }

                break;
        }
    }
}
