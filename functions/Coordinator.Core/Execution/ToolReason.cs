using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A failed result in one line for the fact.</summary>
internal static class ToolReason
{
    private const int MaxLength = 300;

    public static string Of(ToolResult result) => Of(ToolFailure.Explain(result.Structured, result.Text));

    public static string Of(string words)
    {
        var text = words.ReplaceLineEndings(" ").Trim();
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - 1), "…");
    }
}
