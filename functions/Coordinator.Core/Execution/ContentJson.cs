using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Execution;

/// <summary>JSON of what is stored beside facts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TurnContent))]
[JsonSerializable(typeof(ToolResult))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
public sealed partial class ContentJson : JsonSerializerContext
{
    public static string Write(TurnContent content) => JsonSerializer.Serialize(content, Default.TurnContent);

    public static string Write(ToolResult result) => JsonSerializer.Serialize(result, Default.ToolResult);

    public static TurnContent ReadTurn(string json) => JsonSerializer.Deserialize(json, Default.TurnContent)!;

    public static ToolResult ReadResult(string json) => JsonSerializer.Deserialize(json, Default.ToolResult)!;
}
