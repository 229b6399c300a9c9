using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Coordinator.DemoServer.Tools;

/// <summary>The resource <c>server://manifest</c>: what the server says of itself and its tools, for whoever plans with them.</summary>
internal static class ManifestResource
{
    private const string ServerId = "coordinator-demo-server";

    public static McpServerResource Create(IEnumerable<McpServerTool> tools, TimeProvider clock)
    {
        var described = tools.Select(tool => tool.ProtocolTool).OrderBy(tool => tool.Name, StringComparer.Ordinal).ToList();
        return McpServerResource.Create(
            () => Write(described, clock.GetUtcNow()).ToJsonString(),
            new McpServerResourceCreateOptions { UriTemplate = "server://manifest", Name = "manifest", Title = "Server manifest", MimeType = "application/json" });
    }

    private static JsonObject Write(IReadOnlyList<Tool> tools, DateTimeOffset now) => new()
    {
        ["schema_version"] = "1.0",
        ["server_id"] = ServerId,
        ["server_name"] = "Simulated Oracle Cloud tenancy",
        ["server_version"] = typeof(ManifestResource).Assembly.GetName().Version!.ToString(3),
        ["generated_at"] = now.ToString("O"),
        ["domains"] = new JsonArray([.. tools.GroupBy(DomainOf).OrderBy(domain => domain.Key, StringComparer.Ordinal).Select(domain =>
            new JsonObject { ["name"] = domain.Key, ["tool_count"] = domain.Count(), ["skill_count"] = domain.Key == "infrastructure" ? 1 : 0 })]),
        ["tools"] = new JsonArray([.. tools.Select(Describe)]),
        ["skills"] = new JsonArray(new JsonObject
        {
            ["name"] = "instance_lifecycle",
            ["description"] = "Finds a compute instance by its exact name and starts, stops or restarts it.",
            ["domains"] = new JsonArray("infrastructure"),
        }),
        ["policies"] = new JsonObject(),
    };

    private static JsonObject Describe(Tool tool)
    {
        var isRead = tool.Annotations!.ReadOnlyHint == true;
        return new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["domain"] = DomainOf(tool),
            ["tier"] = !isRead ? 4 : tool.Name == "oci_ping" ? 1 : 2,
            ["risk"] = isRead ? "none" : tool.Annotations.DestructiveHint == true ? "high" : "medium",
            ["read_only"] = isRead,
            ["idempotent"] = tool.Annotations.IdempotentHint == true,
            ["mutates"] = !isRead,
            ["requires_confirmation"] = !isRead,
            ["latency_ms"] = isRead ? 50 : 100,
        };
    }

    private static string DomainOf(Tool tool) => tool.Name.Split('_')[1] switch
    {
        "compute" => "infrastructure",
        "cost" => "cost",
        "db" or "dbmgmt" => "database",
        "list" => "identity",
        _ => "observability",
    };
}
