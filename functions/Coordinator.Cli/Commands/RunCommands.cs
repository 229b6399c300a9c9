using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator runs …</c>.</summary>
internal static class RunCommands
{
    private static readonly Argument<string> Id = new("run") { Description = "Id of the run; 'coordinator runs list' shows them." };

    private static readonly Option<string?> Status = new("--status") { Description = "Only runs in this status, such as waiting.", HelpName = "status" };

    private static readonly Option<string?> Thread = new("--thread") { Description = "Only runs of this thread.", HelpName = "id" };

    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many (50).", HelpName = "number" };

    private static readonly Option<string?> Before = new("--before") { Description = "Where the page before ended.", HelpName = "number" };

    private static readonly Column[] Columns =
    [
        new("RUN", "run_id"), new("RECEIVED", run => run.Time("received_at")), new("STATUS", "status"), new("WAKES", run => run.Text("status") == "waiting" ? run.Time("wake_at") : ""),
        new("BY", run => run.Member("actor")?.Text("id") ?? ""), new("MESSAGE", "message"),
    ];

    private static readonly Column[] StepColumns =
    [
        new("STEP", "key"), new("TOOL", "tool"), new("OUTCOME", "outcome"), new("TIME", step => step.Milliseconds("duration_ms"), IsNumber: true), new("ARGUMENTS", "arguments"), new("REASON", "reason"),
    ];

    private static readonly Column[] ReplayColumns =
    [
        new("FACT", "number", isNumber: true), new("WHAT HAPPENED", "type"), new("VERDICT", fact => fact.Text("verdict").Replace('_', ' ')), new("DECIDED NOW", "decided"), new("NOTE", "note"),
    ];

    public static Command Create(Verb verb) => Verb.Group("runs", "Questions and what became of them.",
        verb.New("list", "The newest first.", [Status, Thread, Limit, Before], ListAsync),
        verb.New("show", "One run with its steps, facts and answer.", [Id], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync($"runs/{invocation.Escaped(Id)}", invocation.Cancellation), run => ShowRun(invocation.Screen, run))),
        verb.New("watch", "Shows a run from its beginning and as it goes on. Ends with 1 if it ends without an answer.", [Id], invocation =>
            RunWatch.ShowAsync(invocation, new RunEvents(invocation.Client, invocation.Environment.Time, invocation.Screen.Note).WatchAsync(invocation.Get(Id), invocation.Cancellation), inDetail: true)),
        verb.New("replay", "Decides again from the stored facts of a run, and shows whether this version decides the same: after an upgrade, say. Nothing is done again; for that there is 'dlq retry', or a new message. Ends with 3 if it differs.", [Id], ReplayAsync),
        verb.New("stop", "Stops a run; it says what had been done.", [Id], async invocation =>
            invocation.Screen.Show(
                await invocation.Client.PostAsync($"runs/{invocation.Escaped(Id)}/stop", new JsonObject { ["user_id"] = Environment.UserName }, invocation.Cancellation),
                run => invocation.Screen.Line($"{run.Text("run_id")} is {run.Text("status")}."))));

    private static async Task<int> ReplayAsync(Invocation invocation)
    {
        var report = await invocation.Client.PostAsync($"runs/{invocation.Escaped(Id)}/replay", [], invocation.Cancellation);
        invocation.Screen.Show(report, shown =>
        {
            invocation.Screen.Table(ReplayColumns, shown.Items("facts"), "Nothing has happened yet.");
            foreach (var next in shown.Items("next"))
            {
                invocation.Screen.Line($"Next: {next.GetString()}");
            }

            invocation.Screen.Line(shown.Text("summary"));
        });
        return report.IsTrue("same") ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static async Task ListAsync(Invocation invocation)
    {
        var query = Query.Of(("status", invocation.Get(Status)), ("thread_id", invocation.Get(Thread)), ("limit", invocation.Get(Limit)?.ToString(null as IFormatProvider)), ("before", invocation.Get(Before)));
        invocation.Screen.Show(await invocation.Client.GetAsync($"runs{query}", invocation.Cancellation), answer =>
        {
            invocation.Screen.Table(Columns, answer.Items("runs"), "There are no runs.");
            if (answer.Text("next_before") is { Length: > 0 } next)
            {
                invocation.Screen.Note($"The next page: --before {next}");
            }
        });
    }

    private static void ShowRun(Screen screen, JsonElement run)
    {
        screen.Fields(
            ("Run", run.Text("run_id")), ("Status", run.Text("status")), ("Message", run.Text("message")), ("By", run.Member("actor")?.Text("id") ?? ""), ("Received", run.Time("received_at")),
            ("Took", run.Milliseconds("duration_ms")), ("Wakes", run.Text("status") == "waiting" ? run.Time("wake_at") : ""), ("Route", $"{run.Text("route")} {run.Text("workflow")}".Trim()),
            ("Retry of", run.Text("retry_of")), ("Trace", run.Text("trace_id")), ("Dead letters", run.List("dead_letters")));
        if (run.Items("steps").Any())
        {
            screen.Table(StepColumns, run.Items("steps"), "");
        }

        screen.Line();
        foreach (var fact in run.Items("facts"))
        {
            screen.Line(FactWords.Of(fact));
        }

        if (run.Text("response") is { Length: > 0 } answer)
        {
            screen.Line();
            screen.Answer(answer);
        }
    }
}
