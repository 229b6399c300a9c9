using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tools;

/// <summary>What <c>tools/list</c> says about a tool.</summary>
internal sealed record ToolCard(string Name, string Title, string Description, params IReadOnlyList<ToolParameter> Parameters)
{
    /// <summary>Null for a read.</summary>
    public (bool Destructive, bool Idempotent)? Write { get; init; }

    public Tool ToProtocol() => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = Schema(),
        Annotations = new ToolAnnotations
        {
            Title = Title,
            ReadOnlyHint = Write is null,
            DestructiveHint = Write?.Destructive ?? false,
            IdempotentHint = Write?.Idempotent ?? true,
            OpenWorldHint = false,
        },
    };

    private JsonElement Schema()
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(Parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Schema()))),
            ["additionalProperties"] = false,
        };
        var required = Parameters.Where(p => p.Required).Select(p => (JsonNode?)p.Name).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        return JsonSerializer.SerializeToElement(schema);
    }
}
