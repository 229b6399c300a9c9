using System.CommandLine;
using System.Text.Json;
using Coordinator.Cli.Output;

namespace Coordinator.Cli.Commands;

/// <summary><c>coordinator config check</c>.</summary>
internal static class ConfigCommands
{
    private static readonly Column[] Findings =
    [
        new("WHERE", Place), new("FIELD", "field"), new("PROBLEM", finding => WithoutField(finding)),
    ];

    private static readonly Column[] Files = [new("FILE", "file"), new("STATE", file => file.Text("state") is "loaded" ? "as loaded" : $"{file.Text("state")}, takes effect at the next start")];

    public static Command Create(Verb verb) => Verb.Group("config", "Files and settings of the coordinator.",
        verb.New("check", "Reads files and settings as the host would at its next start, and says what is wrong with all of them. Ends with 3 if a start would fail.", [], async invocation =>
        {
            var report = await invocation.Client.PostAsync("config/check", [], invocation.Cancellation);
            invocation.Screen.Show(report, shown => Show(invocation.Screen, shown));
            return report.IsTrue("valid") ? ExitCodes.Done : ExitCodes.NotWell;
        }));

    private static void Show(Screen screen, JsonElement report)
    {
        var problems = report.Items("problems").ToList();
        if (problems.Count > 0)
        {
            screen.Table(Findings, problems, "");
        }

        foreach (var warning in report.Items("warnings"))
        {
            screen.Note($"{Place(warning)}: {warning.Text("message")}");
        }

        screen.Table(Files, report.Items("files"), "The host could not read its files at its start: nothing is loaded.");
        screen.Line(problems.Count == 0 ? $"Valid: {report.Text("folder")} and the settings." : $"{problems.Count} {(problems.Count == 1 ? "problem" : "problems")}. The next start would fail.");
    }

    private static string Place(JsonElement finding) =>
        finding.Text("file") is not { Length: > 0 } file ? "settings" : finding.Text("line") is { Length: > 0 } line ? $"{file}:{line}" : file;

    private static string WithoutField(JsonElement finding) =>
        finding.Text("field") is { Length: > 0 } field && finding.Text("message").StartsWith($"{field} ", StringComparison.Ordinal) ? finding.Text("message")[(field.Length + 1)..] : finding.Text("message");
}
