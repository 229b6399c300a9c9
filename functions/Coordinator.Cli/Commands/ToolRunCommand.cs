using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;
using Coordinator.Cli.Targets;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator tools run</c>.</summary>
internal static class ToolRunCommand
{
    private static readonly Argument<string> Name = new("tool") { Description = "Its name, or an alias of it." };

    private static readonly Option<string[]> Arguments = new("--arg") { Description = "One argument, name=value; may be given several times. The value is read as the tool's schema says.", HelpName = "name=value" };

    private static readonly Option<string?> JsonArguments = new("--json-args") { Description = "All arguments as one JSON object.", HelpName = "json" };

    private static readonly Option<int?> Within = new("--timeout") { Description = "Limit of the call, instead of the tool's own.", HelpName = "seconds" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask before a tool that changes something." };

    public static Command Create(Verb verb) => verb.New(
        "run",
        "Calls one tool, through everything that stands around calls; it is a run of its own. Ends with 1 if it did not succeed.",
        [Name, Arguments, JsonArguments, Within, Yes],
        RunAsync);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var tool = await invocation.Client.GetAsync($"tools/{invocation.Escaped(Name)}", invocation.Cancellation);
        var arguments = ToolArguments.Read(invocation.Get(Arguments) ?? [], invocation.Get(JsonArguments), tool.Member("input_schema") ?? default);
        if (!tool.IsTrue("read_only") && !invocation.Get(Yes))
        {
            Confirm(invocation, tool.Text("canonical_name"), arguments);
        }

        var body = new JsonObject { ["name"] = invocation.Get(Name), ["arguments"] = arguments, ["user_id"] = Environment.UserName };
        if (invocation.Get(Within) is { } seconds)
        {
            body["timeout_seconds"] = seconds;
        }

        var outcome = await invocation.Client.PostAsync("tools/execute", body, invocation.Cancellation);
        if (outcome.Member("outcome") is null && outcome.Text("status") is not ("answered" or "failed" or "stopped"))
        {
            invocation.Screen.Note($"It takes longer; this is run {outcome.Text("run_id")}.");
            return await RunWatch.ShowAsync(invocation, new RunEvents(invocation.Client, invocation.Environment.Time, invocation.Screen.Note).WatchAsync(outcome.Text("run_id"), invocation.Cancellation), inDetail: false);
        }

        invocation.Screen.Show(outcome, shown => Show(invocation.Screen, shown));
        return outcome.Text("outcome") == "succeeded" ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Confirm(Invocation invocation, string tool, JsonObject arguments)
    {
        if (invocation.Environment.Ask is not { } ask)
        {
            throw new CliException(ExitCodes.WrongUsage, $"{tool} changes something, and there is nobody to ask: add --yes.");
        }

        if (ask(Plain.Lines($"{tool} {arguments.ToJsonString()}\nThis changes something. Go on? [y/N] "))?.Trim().ToLowerInvariant() is not ("y" or "yes"))
        {
            throw new CliException(ExitCodes.Failed, "Nothing was done.");
        }
    }

    private static void Show(Screen screen, JsonElement outcome)
    {
        if (outcome.Text("outcome") == "succeeded")
        {
            ToolResultView.Show(screen, outcome);
        }

        var words = outcome.Text("outcome") is { Length: > 0 } known ? known : "not called";
        screen.Note($"{outcome.Text("tool")}: {words}{(outcome.Milliseconds("duration_ms") is { Length: > 0 } took ? $" ({took}{(outcome.IsTrue("write") ? ", a change" : "")})" : "")}. {outcome.Text("reason")}".TrimEnd());
        foreach (var corrected in outcome.Items("corrected"))
        {
            screen.Note($"Put right: {corrected.GetString()}");
        }

        screen.Note($"Run: {outcome.Text("run_id")}{(outcome.List("dead_letters") is { Length: > 0 } letters ? $"; dead letter: {letters}" : "")}");
    }
}
