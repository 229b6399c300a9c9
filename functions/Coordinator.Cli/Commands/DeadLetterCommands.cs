using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator dlq …</c> (runbook 5).</summary>
internal static class DeadLetterCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the letter, op_…" };

    private static readonly Argument<string[]> Ids = new("ids") { Description = "Ids of letters, op_…", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<string[]> Types = new("--type") { Description = "All of this type of failure, such as timeout; may be given several times.", HelpName = "type", AllowMultipleArgumentsPerToken = true };

    private static readonly Option<string?> Type = new("--type") { Description = "Only this type of failure, such as timeout.", HelpName = "type" };

    private static readonly Option<string?> Operation = new("--operation") { Description = "Only this operation: a tool's name.", HelpName = "name" };

    private static readonly Option<int?> Limit = new("--limit") { Description = "At most so many.", HelpName = "number" };

    private static readonly Option<string?> Cursor = new("--cursor") { Description = "Where the page before ended.", HelpName = "cursor" };

    private static readonly Option<int?> MaxRetries = new("--max-retries") { Description = "Leaves alone what was retried so often before (3).", HelpName = "number" };

    private static readonly Column[] Columns =
    [
        new("ID", "id"), new("TIME", letter => letter.Time("timestamp")), new("TYPE", "failure_type"), new("OPERATION", "operation"), new("RETRIES", "retry_count", isNumber: true),
        new("STATUS", "status"), new("ERROR", "error"),
    ];

    private static readonly Column[] RunColumns = [new("LETTERS", run => run.List("ids")), new("RUN", "run_id")];

    private static readonly Column[] LeftColumns = [new("ID", "id"), new("WHY NOT", "reason")];

    private const string NoSuchLetter = "There is no such dead letter.";

    public static Command Create(Verb verb) => Verb.Group("dlq", "Dead letters: operations that failed for good, kept for a later try.",
        verb.New("list", "The newest first.", [Type, Operation, Limit, Cursor], ListAsync),
        verb.New("show", "One letter with its parameters.", [Id], async invocation =>
            invocation.Screen.Show(await invocation.Client.GetAsync($"dlq/{invocation.Escaped(Id)}", invocation.Cancellation), letter => ShowLetter(invocation.Screen, letter))),
        verb.New("retry", "Tries letters again, by id or by type of failure. A change is never repeated.", [Ids, Types, MaxRetries, Limit], RetryAsync),
        verb.New("discard", "Gives a letter up.", [Id], async invocation =>
            invocation.Screen.Show(await invocation.Client.DeleteAsync($"dlq/{invocation.Escaped(Id)}", invocation.Cancellation), _ => invocation.Screen.Line($"{invocation.Get(Id)} is discarded."))));

    private static async Task ListAsync(Invocation invocation)
    {
        var query = Query.Of(("type", invocation.Get(Type)), ("operation", invocation.Get(Operation)), ("limit", invocation.Get(Limit)?.ToString(null as IFormatProvider)), ("cursor", invocation.Get(Cursor)));
        invocation.Screen.Show(await invocation.Client.GetAsync($"dlq{query}", invocation.Cancellation), answer =>
        {
            invocation.Screen.Table(Columns, answer.Items("items"), "There are no dead letters.");
            if (answer.Text("next") is { Length: > 0 } next)
            {
                invocation.Screen.Note($"{answer.Text("count")} in all. The next page: --cursor {next}");
            }
        });
    }

    private static void ShowLetter(Screen screen, JsonElement letter) => screen.Fields(
        ("Letter", letter.Text("id")), ("Type", letter.Text("failure_type")), ("Operation", letter.Text("operation")), ("Error", letter.Text("error")), ("Time", letter.Time("timestamp")),
        ("Status", letter.Text("status")), ("Retries", letter.Text("retry_count")), ("Retried by", letter.Text("retry_run")), ("Changes something", letter.Text("write")), ("Run", letter.Text("run_id")),
        ("Step", letter.Text("step")), ("Edited", letter.IsTrue("edited") ? "yes" : ""), ("Parameters", letter.Text("parameters")));

    private static async Task<int> RetryAsync(Invocation invocation)
    {
        var (ids, types) = (invocation.Get(Ids), invocation.Get(Types) ?? []);
        if (ids.Length == 0 == (types.Length == 0))
        {
            throw new CliException(ExitCodes.WrongUsage, "Give the ids of letters, or --type with a type of failure.");
        }

        var body = new JsonObject { [ids.Length > 0 ? "ids" : "failure_types"] = new JsonArray([.. (ids.Length > 0 ? ids : types).Select(text => (JsonNode)text)]) };
        Add(body, "max_retries", invocation.Get(MaxRetries));
        Add(body, "limit", invocation.Get(Limit));
        var report = await invocation.Client.PostAsync("dlq/retry", body, invocation.Cancellation);
        invocation.Screen.Show(report, shown => ShowReport(invocation.Screen, shown));
        return report.Text("failed") is not ("0" or "") ? ExitCodes.Failed
            : ids.Length == 0 || report.Text("retried") is not "0" ? ExitCodes.Done
            : report.Items("skipped").Any(letter => letter.Text("reason") == NoSuchLetter) ? ExitCodes.NotFound : ExitCodes.Failed;
    }

    private static void Add(JsonObject body, string name, int? value)
    {
        if (value is { } number)
        {
            body[name] = number;
        }
    }

    private static void ShowReport(Screen screen, JsonElement report)
    {
        screen.Line($"Retried: {report.Text("retried")}, Failed: {report.Text("failed")}");
        if (report.Items("runs").Any())
        {
            screen.Table(RunColumns, report.Items("runs"), "");
        }

        if (report.Items("skipped").Any())
        {
            screen.Table(LeftColumns, report.Items("skipped"), "");
        }
    }
}
