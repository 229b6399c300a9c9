namespace Coordinator.Core.Tools.Validation;

/// <summary>What a validation found (runbook 8.1).</summary>
/// <param name="Issues">Errors first, then by tool.</param>
public sealed record ToolValidationReport(int Tools, int Servers, IReadOnlyList<ToolIssue> Issues)
{
    /// <summary>There are no errors.</summary>
    public bool Valid => !Errors.Any();

    public IEnumerable<ToolIssue> Errors => Of(IssueSeverity.Error);

    public IEnumerable<ToolIssue> Warnings => Of(IssueSeverity.Warning);

    public IEnumerable<ToolIssue> Notes => Of(IssueSeverity.Info);

    public string Summary() =>
        $"{Count(Tools, "tool")} of {Count(Servers, "server")}: {(Valid ? "valid" : "not valid")}, {Count(Errors.Count(), "error")}, {Count(Warnings.Count(), "warning")}, {Count(Notes.Count(), "note")}.";

    private IEnumerable<ToolIssue> Of(IssueSeverity severity) => Issues.Where(issue => issue.Severity == severity);

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
