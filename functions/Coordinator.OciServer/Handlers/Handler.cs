using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers;

/// <summary>A tool that is code: more than one request, or something to reckon. Its answer's type is its output schema; names are snake_case.</summary>
internal abstract class Handler<TAnswer>(string type) : IAnswerer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public JsonObject OutputSchema { get; } = Schema(type);

    public async Task<JsonObject> AnswerAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var answer = JsonSerializer.SerializeToNode(await FindAsync(call, cancellationToken), Json)!.AsObject();
        answer.Insert(0, "type", type);
        return answer;
    }

    protected abstract Task<TAnswer> FindAsync(ToolCall call, CancellationToken cancellationToken);

    private static JsonObject Schema(string type)
    {
        var schema = Json.GetJsonSchemaAsNode(typeof(TAnswer), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema["properties"]!.AsObject().Insert(0, "type", new JsonObject { ["const"] = type });
        schema["required"] ??= new JsonArray();
        schema["required"]!.AsArray().Insert(0, "type");
        return schema;
    }
}
