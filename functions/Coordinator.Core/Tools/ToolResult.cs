using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>What a tool answered. <see cref="IsError"/> is an answer too: the tool ran and says it failed.</summary>
public sealed record ToolResult
{
    public required bool IsError { get; init; }

    /// <summary>All text content, parts joined by a blank line; images and blobs as one line saying type and size.</summary>
    public required string Text { get; init; }

    /// <summary>MCP <c>structuredContent</c>, kept as it came.</summary>
    public JsonElement? Structured { get; init; }
}
