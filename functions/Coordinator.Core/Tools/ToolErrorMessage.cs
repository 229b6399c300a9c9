using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>What a failed result says for people, where the server says it in <c>error.message</c> of its structured content.</summary>
internal static class ToolErrorMessage
{
    /// <summary>Null if it says none.</summary>
    public static string? In(JsonElement? structured) =>
        structured is { ValueKind: JsonValueKind.Object } result
        && result.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            ? message.GetString()
            : null;
}
