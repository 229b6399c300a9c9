using System.Text.Json;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Tools;

/// <summary>The built-in tool that reads on in a result that was too long for the conversation.</summary>
public static class ReadResultTool
{
    public const string Name = "read_result";

    /// <summary>The pseudo server that built-in tools belong to.</summary>
    public const string Server = "coordinator";

    private const int DefaultLength = 20_000;

    public static ToolDefinition Definition { get; } = new()
    {
        Server = Server,
        Name = Name,
        Description = "Reads a piece of an earlier tool result that was cut because of its length.",
        ReadOnlyHint = true,
        InputSchema = JsonDocument.Parse("""
            {"type":"object","required":["pointer"],"additionalProperties":false,"properties":{
              "pointer":{"type":"string","description":"As named where the result was cut, e.g. tool:1.0"},
              "offset":{"type":"integer","minimum":0,"description":"First character, default 0"},
              "length":{"type":"integer","minimum":1,"maximum":100000,"description":"Characters, default 20000"}}}
            """).RootElement,
    };

    /// <summary>The pointer of a call, or what is wrong with its arguments.</summary>
    public static Outcome<string> PointerOf(JsonElement arguments) =>
        arguments.TryGetProperty("pointer", out var pointer) && pointer.ValueKind == JsonValueKind.String && pointer.GetString()!.StartsWith("tool:", StringComparison.Ordinal)
            ? pointer.GetString()!
            : new Failure(FailureClass.Validation, "Argument 'pointer' must be the pointer named where the result was cut, e.g. \"tool:1.0\".");

    public static ToolResult Read(string full, JsonElement arguments)
    {
        var offset = Math.Clamp(Number(arguments, "offset", 0), 0, full.Length);
        var length = Math.Clamp(Number(arguments, "length", DefaultLength), 1, ToolResultText.MaxCharacters - 200);
        var end = Math.Min(full.Length, offset + length);
        return new ToolResult { IsError = false, Text = $"[characters {offset} to {end} of {full.Length}]\n{full[offset..end]}" };
    }

    private static int Number(JsonElement arguments, string name, int otherwise) =>
        arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : otherwise;
}
