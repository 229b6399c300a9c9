using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tools;

/// <summary>How answers are written: snake_case, absent instead of null.</summary>
internal static class AnswerJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonElement Element(ToolAnswer answer) => JsonSerializer.SerializeToElement(answer, answer.GetType(), Options);

    public static CallToolResult Result(ToolAnswer answer) => Result(Element(answer), answer is ErrorAnswer);

    /// <summary>The object as structured content, and the same as text for clients that read only text.</summary>
    public static CallToolResult Result(JsonElement answer, bool isError) => new()
    {
        StructuredContent = answer,
        Content = [new TextContentBlock { Text = JsonSerializer.Serialize(answer, Options) }],
        IsError = isError,
    };
}
