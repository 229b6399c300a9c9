using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Definitions;
using ModelContextProtocol.Protocol;

namespace Coordinator.OciServer.Tools;

/// <summary>What <c>tools/list</c> says about a tool.</summary>
internal static class ToolCard
{
    public static Tool Of(ToolDefinition definition, JsonObject outputSchema) => new()
    {
        Name = definition.Name,
        Title = definition.Title,
        Description = definition.Description,
        InputSchema = InputSchema(definition),
        OutputSchema = JsonSerializer.SerializeToElement(outputSchema),
        Annotations = new ToolAnnotations
        {
            Title = definition.Title,
            ReadOnlyHint = definition.Hints.IsRead,
            DestructiveHint = definition.Hints.IsDestructive,
            IdempotentHint = definition.Hints.IsIdempotent,
            OpenWorldHint = true,
        },
    };

    private static JsonElement InputSchema(ToolDefinition definition)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(definition.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Schema()))),
            ["additionalProperties"] = false,
        };
        var required = definition.Parameters.Where(parameter => parameter.Required).Select(parameter => (JsonNode?)parameter.Name).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        return JsonSerializer.SerializeToElement(schema);
    }
}
