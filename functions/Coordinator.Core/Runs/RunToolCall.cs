using System.Text.Json;

namespace Coordinator.Core.Runs;

/// <summary>The one tool call that an operator asked for instead of a question.</summary>
/// <param name="Tool">Exact name.</param>
/// <param name="Arguments">A JSON object.</param>
public sealed record RunToolCall(string Tool, JsonElement Arguments)
{
    /// <summary>Limit of one attempt in seconds; null: the tool's own.</summary>
    public int? TimeoutSeconds { get; init; }
}
