namespace Coordinator.Core.Tools;

/// <summary>A line of <c>GET /mcp/servers</c>.</summary>
/// <param name="Id">Id in <c>config/mcp-servers.yaml</c>, or the one it registered with.</param>
/// <param name="Status"><c>connected</c>, <c>connecting</c>, <c>disconnected</c> or <c>error</c> (runbook 1.1).</param>
/// <param name="ToolCount">Tools of the last list.</param>
public sealed record ToolServerStatus(string Id, string Status, int ToolCount)
{
    public string Transport { get; init; } = "stdio";

    /// <summary>It registered itself; false: it is in <c>config/mcp-servers.yaml</c>.</summary>
    public bool IsRegistered { get; init; }

    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Why it is not connected; no secrets.</summary>
    public string? Error { get; init; }

    public string? ProtocolVersion { get; init; }

    public DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>What the server says of itself; null: it has no manifest.</summary>
    public ToolManifest? Manifest { get; init; }
}
