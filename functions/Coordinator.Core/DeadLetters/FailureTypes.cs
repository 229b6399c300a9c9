namespace Coordinator.Core.DeadLetters;

/// <summary>The words of <see cref="DeadLetter.FailureType"/> (runbook 5).</summary>
public static class FailureTypes
{
    public const string ToolCall = "tool_call";
    public const string McpConnection = "mcp_connection";
    public const string Authentication = "authentication";

    public static IReadOnlyList<string> All { get; } =
        [ToolCall, "llm_call", McpConnection, "timeout", Authentication, "rate_limit", "validation", "slack", "unknown"];
}
