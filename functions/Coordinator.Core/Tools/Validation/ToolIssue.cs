namespace Coordinator.Core.Tools.Validation;

/// <summary>Something about the catalog that somebody should know.</summary>
/// <param name="ToolName">As it is called; <c>*</c> for what is no tool's.</param>
/// <param name="Server">Null: no server's.</param>
/// <param name="Code">Stable, in snake_case.</param>
public sealed record ToolIssue(IssueSeverity Severity, string ToolName, string? Server, string Code, string Message)
{
    public const string NoTool = "*";

    public static ToolIssue Error(string tool, string? server, string code, string message) => new(IssueSeverity.Error, tool, server, code, message);

    public static ToolIssue Warning(string tool, string? server, string code, string message) => new(IssueSeverity.Warning, tool, server, code, message);

    public static ToolIssue Info(string tool, string? server, string code, string message) => new(IssueSeverity.Info, tool, server, code, message);
}

public enum IssueSeverity
{
    /// <summary>Something does not work, or is not safe.</summary>
    Error,

    /// <summary>It works, but perhaps not as somebody believes.</summary>
    Warning,

    Info,
}
