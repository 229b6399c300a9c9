using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http;

/// <summary>JSON as every endpoint writes it: snake_case names, enums as words, text readable as it is.</summary>
internal static class WebJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static IResult Ok<T>(T body) => Results.Json(body, Options);

    public static IResult Status<T>(int status, T body) => Results.Json(body, Options, statusCode: status);

    public static JsonObject ToNode(object value) => (JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), Options)!;
}
