using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Coordinator.OciServer.Handlers;

/// <summary>How the types of answers are written, and the schema of what is written. Names are snake_case.</summary>
internal static class AnswerType
{
    private static readonly JsonSchemaExporterOptions Exported = new() { TreatNullObliviousAsNonNullable = true };

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <param name="type">The answer's <c>type</c>, by which it is shown.</param>
    public static JsonObject Schema(Type answer, string type)
    {
        var schema = Json.GetJsonSchemaAsNode(answer, Exported).AsObject();
        schema["properties"]!.AsObject().Insert(0, "type", new JsonObject { ["const"] = type });
        schema["required"] ??= new JsonArray();
        schema["required"]!.AsArray().Insert(0, "type");
        return schema;
    }
}
