using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>What a tool answered. <see cref="IsError"/> is an answer too: the tool ran and says it failed.</summary>
public sealed record ToolResult
{
    public required bool IsError { get; init; }

    /// <summary>How the call ended, one of the values of <see cref="Runs.ToolOutcomes"/>; set by the guard, not by the server.</summary>
    public string Outcome { get; init; } = Runs.ToolOutcomes.Succeeded;

    /// <summary>All text content, parts joined by a blank line; images and blobs as one line saying type and size.</summary>
    public required string Text { get; init; }

    /// <summary>MCP <c>structuredContent</c>, kept as it came.</summary>
    public JsonElement? Structured { get; init; }

    /// <summary>What was changed in the arguments before they were sent; null: nothing. Set by the guard, not by the server.</summary>
    public IReadOnlyList<string>? Corrected { get; init; }
}
