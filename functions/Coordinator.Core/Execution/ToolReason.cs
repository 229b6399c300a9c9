using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>A failed result in one line for the fact.</summary>
internal static class ToolReason
{
    private const int MaxLength = 300;

    public static string Of(ToolResult result)
    {
        var text = (ToolErrorMessage.In(result.Structured) ?? ToolResultText.Full(result)).ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "The tool failed and gave no reason." : text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength - 1), "…");
    }
}
