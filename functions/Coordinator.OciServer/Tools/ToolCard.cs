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
        OutputSchema = OrError(outputSchema),
        Annotations = new ToolAnnotations
        {
            Title = definition.Title,
            ReadOnlyHint = definition.Hints.IsRead,
            DestructiveHint = definition.Hints.IsDestructive,
            IdempotentHint = definition.Hints.IsIdempotent,
            OpenWorldHint = true,
        },
    };

    /// <summary>An answer or an error: clients hold errors to the schema, too.</summary>
    private static JsonElement OrError(JsonObject answer)
    {
        var schema = answer.DeepClone().AsObject();
        var properties = schema["properties"]!.AsObject();
        properties["type"] = new JsonObject { ["enum"] = new JsonArray(properties["type"]!["const"]!.DeepClone(), "error") };
        properties["error"] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Instead of an answer: why there is none.",
            ["properties"] = new JsonObject
            {
                ["status"] = new JsonObject { ["type"] = "integer" },
                ["code"] = new JsonObject { ["type"] = "string" },
                ["retryable"] = new JsonObject { ["type"] = "boolean" },
                ["message"] = new JsonObject { ["type"] = "string" },
            },
            ["required"] = new JsonArray("status", "code", "retryable", "message"),
        };
        schema["anyOf"] = new JsonArray(new JsonObject { ["required"] = schema["required"]!.DeepClone() }, new JsonObject { ["required"] = new JsonArray("error") });
        schema.Remove("required");
        return JsonElement.Parse(schema.ToJsonString());
    }

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
        return JsonElement.Parse(schema.ToJsonString());
    }
}
