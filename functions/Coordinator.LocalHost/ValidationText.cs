using System.Globalization;
using System.Text;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Validation;

namespace Coordinator.LocalHost;

/// <summary>What <c>validate-tools</c> prints: a table of the tools, a line for each finding, and the summary last.</summary>
internal static class ValidationText
{
    private static readonly string[] Heads = ["TOOL", "SERVER", "TIER", "ACCESS", "RISK", "LATENCY", "LIMIT", "DOMAIN"];

    /// <param name="checks">Null: no calls were made.</param>
    public static string Write(IReadOnlyList<ToolCard> cards, ToolValidationReport report, IReadOnlyDictionary<string, StartupCheck>? checks, bool verbose)
    {
        var text = new StringBuilder();
        AppendTable(text, [Heads, .. cards.Select(Row)]);
        if (checks is not null)
        {
            text.Append('\n');
            AppendTable(text, [["CATEGORY", "STATUS", "TOOL", "TIME", "WHAT IT SHOWED"], .. checks.Select(check => Row(check.Key, check.Value))]);
        }

        var findings = report.Issues.Where(issue => verbose || issue.Severity != IssueSeverity.Info).ToList();
        text.Append(findings.Count > 0 ? "\n" : "");
        foreach (var issue in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{issue.Severity.ToString().ToLowerInvariant(),-8} {Subject(issue)}: {issue.Message} [{issue.Code}]\n");
        }

        var hidden = report.Issues.Count - findings.Count;
        return text.Append(CultureInfo.InvariantCulture, $"\n{report.Summary()}{(hidden > 0 ? " --verbose shows the notes." : "")}\n").ToString();
    }

    private static string[] Row(ToolCard card) =>
    [
        card.Name,
        card.Tool.Server,
        $"{card.Traits.Cost.Tier}",
        card.Rule.Write ? "write" : "read",
        card.Traits.Cost.Risk.ToString().ToLowerInvariant(),
        $"{card.Traits.Cost.LatencyMs} ms",
        $"{card.Rule.TimeLimit.TotalSeconds:0.#} s",
        string.Join(", ", card.Traits.Domains),
    ];

    private static string[] Row(string category, StartupCheck check) =>
        [category, check.Status, check.Tool, check.DurationMs is { } took ? $"{took} ms" : "-", OneLine(check.Error ?? check.Message ?? "")];

    private static string Subject(ToolIssue issue) =>
        issue.ToolName == ToolIssue.NoTool ? $"server {issue.Server}" : issue.Server is null ? issue.ToolName : $"{issue.ToolName} ({issue.Server})";

    private static void AppendTable(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }
    }

    private static string OneLine(string words) => words.ReplaceLineEndings(" ");
}
