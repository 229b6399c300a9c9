using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Slack;

/// <summary>One request to the stub, as it came; recorded before anything is decided about it.</summary>
/// <param name="Method">E.g. <c>chat.postMessage</c>.</param>
/// <param name="Arguments">The JSON body, or a form's fields as texts.</param>
/// <param name="Token">The bearer token; null if there was none.</param>
/// <param name="ContentType">With its charset.</param>
public sealed record SlackStubCall(string Method, JsonObject Arguments, string? Token, string? ContentType, DateTimeOffset At)
{
    /// <summary>An argument as text; null if absent.</summary>
    public string? this[string argument] => Arguments[argument] is JsonValue value ? value.ToString() : null;

    public bool IsForm => ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
}
