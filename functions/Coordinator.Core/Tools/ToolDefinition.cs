using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>One tool of one MCP server as its <c>tools/list</c> announced it.</summary>
public sealed record ToolDefinition
{
    /// <summary>Id of the server in <c>config/mcp-servers.yaml</c>.</summary>
    public required string Server { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>JSON Schema of the arguments.</summary>
    public required JsonElement InputSchema { get; init; }

    public JsonElement? OutputSchema { get; init; }

    /// <summary>MCP annotations; null where the server is silent (then: not read-only, destructive, not idempotent).</summary>
    public bool? ReadOnlyHint { get; init; }

    public bool? DestructiveHint { get; init; }

    public bool? IdempotentHint { get; init; }

    /// <summary>What its server's manifest says of it; null: nothing.</summary>
    public ToolClaim? Claim { get; init; }
}
