using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator logs</c> and <c>coordinator mcp logs</c> (runbook 12 and 1.2).</summary>
internal static class LogCommands
{
    private const int MaxLines = 5000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly Option<int> Lines = new("--lines") { Description = "At most so many of the last ones.", DefaultValueFactory = _ => 100, HelpName = "number" };

    private static readonly Option<string?> Grep = new("--grep") { Description = "Only lines with this text, such as a run's or a trace's id.", HelpName = "text" };

    private static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Go on with what comes, until Ctrl-C." };

    static LogCommands() => Lines.Validators.Add(result =>
    {
        if (result.GetValue(Lines) is < 1 or > MaxLines)
        {
            result.AddError($"--lines must be a whole number from 1 to {MaxLines}.");
        }
    });

    public static Command Create(Verb verb) => verb.New("logs", "The coordinator's log, where it keeps one itself (local host).", [Lines, Grep, Follow], invocation => ShowAsync(invocation, "logs"));

    public static Command CreateFor(Verb verb, Argument<string> server) => verb.New("logs", "What the log has about one server, and what it wrote to its standard error.", [server, Lines, Grep, Follow], invocation =>
        ShowAsync(invocation, $"mcp/servers/{invocation.Escaped(server)}/logs"));

    private static async Task<int> ShowAsync(Invocation invocation, string route)
    {
        var page = await ReadAsync(invocation, route, null);
        Show(invocation, page);
        while (invocation.Get(Follow))
        {
            // What comes in a burst is more than one page.
            if (page.Items("lines").Count() < invocation.Get(Lines))
            {
                await Task.Delay(LookEvery, invocation.Environment.Time, invocation.Cancellation);
            }

            page = await ReadAsync(invocation, route, page.Text("next"));
            if (page.IsTrue("is_cut"))
            {
                invocation.Screen.Note("Lines between are gone: the log has been rolled over.");
            }

            Show(invocation, page);
        }

        return ExitCodes.Done;
    }

    private static Task<JsonElement> ReadAsync(Invocation invocation, string route, string? after) => invocation.Client.GetAsync(
        $"{route}{Query.Of(("lines", invocation.Get(Lines).ToString(CultureInfo.InvariantCulture)), ("contains", invocation.Get(Grep)), ("after", after))}", invocation.Cancellation);

    private static void Show(Invocation invocation, JsonElement page)
    {
        if (invocation.Screen.IsJson && !invocation.Get(Follow))
        {
            invocation.Screen.Json(page);
            return;
        }

        foreach (var line in page.Items("lines"))
        {
            if (invocation.Screen.IsJson)
            {
                invocation.Screen.JsonLine(line.GetString()!);
            }
            else
            {
                invocation.Screen.Line(line.GetString()!);
            }
        }
    }
}
