using System.Text.Json.Serialization;

namespace Coordinator.DemoServer.Tools;

/// <summary>What a tool says, as it is serialized.</summary>
/// <param name="Type">Tells formatters which shape this is; the original system's names.</param>
internal abstract record ToolAnswer([property: JsonPropertyOrder(-1)] string Type);

/// <summary>A refusal or failure: <c>{type: "error", error: {status, code, retryable, message}}</c>.</summary>
internal sealed record ErrorAnswer(ToolError Error) : ToolAnswer("error");
