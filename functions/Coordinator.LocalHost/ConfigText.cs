using System.Globalization;
using System.Text;
using Coordinator.Http.Configuration;

namespace Coordinator.LocalHost;

/// <summary>What <c>config check</c> prints: a line for each finding, as compilers write them, and the summary last.</summary>
internal static class ConfigText
{
    public static string Write(ConfigReport report)
    {
        var text = new StringBuilder();
        foreach (var (severity, finding) in report.Problems.Select(finding => ("error", finding)).Concat(report.Warnings.Select(finding => ("warning", finding))))
        {
            var place = finding.File is null ? "" : finding.Line is null ? $"{finding.File}: " : $"{finding.File}:{finding.Line}:{finding.Column}: ";
            var field = finding.Field is null || finding.Message.StartsWith(finding.Field, StringComparison.Ordinal) ? "" : $"{finding.Field}: ";
            text.Append(CultureInfo.InvariantCulture, $"{severity,-8} {place}{field}{finding.Message}\n");
        }

        return text.Append(report.Valid ? $"The configuration in {report.Folder} is valid.\n" : $"{report.Problems.Count} {(report.Problems.Count == 1 ? "problem" : "problems")} in {report.Folder} and the settings.\n").ToString();
    }
}
