using System.Text.Json.Nodes;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Tools;
using ModelContextProtocol.Server;

namespace Coordinator.OciServer.Hosting;

/// <summary>The resource <c>server://manifest</c>: what the server says of itself and its tools, for whoever plans with them.</summary>
internal static class ManifestResource
{
    public const string ServerId = "oci-unified";

    public static McpServerResource Create(IEnumerable<DefinedTool> tools, TimeProvider clock)
    {
        var definitions = tools.Select(tool => tool.Definition).OrderBy(tool => tool.Name, StringComparer.Ordinal).ToList();
        return McpServerResource.Create(
            () => Write(definitions, clock.GetUtcNow()).ToJsonString(),
            new McpServerResourceCreateOptions { UriTemplate = "server://manifest", Name = "manifest", Title = "Server manifest", MimeType = "application/json" });
    }

    private static JsonObject Write(IReadOnlyList<ToolDefinition> tools, DateTimeOffset now) => new()
    {
        ["schema_version"] = "1.0",
        ["server_id"] = ServerId,
        ["server_name"] = "Oracle Cloud Infrastructure",
        ["server_version"] = typeof(ManifestResource).Assembly.GetName().Version!.ToString(3),
        ["generated_at"] = now.ToString("O"),
        ["domains"] = new JsonArray([.. tools.GroupBy(tool => tool.Domain).OrderBy(domain => domain.Key, StringComparer.Ordinal).Select(domain =>
            new JsonObject { ["name"] = domain.Key, ["tool_count"] = domain.Count(), ["skill_count"] = 0 })]),
        ["tools"] = new JsonArray([.. tools.Select(Describe)]),
        ["skills"] = new JsonArray(),
        ["policies"] = new JsonObject(),
    };

    private static JsonObject Describe(ToolDefinition tool) => new()
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["domain"] = tool.Domain,
        ["tier"] = tool.Tier,
        ["risk"] = tool.Hints.Risk,
        ["read_only"] = tool.Hints.IsRead,
        ["idempotent"] = tool.Hints.IsIdempotent,
        ["mutates"] = !tool.Hints.IsRead,
        ["requires_confirmation"] = !tool.Hints.IsRead,
        ["timeouts"] = new JsonObject { ["default_seconds"] = tool.TimeLimit.TotalSeconds },
    };
}
