using System.Text.Encodings.Web;
using System.Text.Json;

namespace Coordinator.DemoServer.State;

/// <summary>How state and log are written: camelCase, the log one object a line.</summary>
internal static class StateJson
{
    public static JsonSerializerOptions File { get; } = Create(indented: true);

    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };
}
