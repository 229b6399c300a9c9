namespace Coordinator.Core.Tools;

/// <summary>A tool result as the model reads it.</summary>
public static class ToolResultText
{
    /// <summary>About 25,000 tokens at 4 characters each: more would push out the rest of the conversation.</summary>
    public const int MaxCharacters = 100_000;

    /// <summary>The text, or the structured content where there is none; cut with a pointer to the rest.</summary>
    public static string ForModel(ToolResult result, string pointer)
    {
        var text = Full(result);
        if (text.Length == 0)
        {
            text = result.IsError ? "The tool failed and gave no reason." : "The tool returned nothing.";
        }

        if (text.Length > MaxCharacters)
        {
            var cut = char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters;
            text = $"{text[..cut]}\n[Cut after {cut} of {text.Length} characters. Read on with {ReadResultTool.Name}(pointer: \"{pointer}\", offset: {cut}, length: …).]";
        }

        var noted = result.Corrected is { Count: > 0 } corrected ? $"[Called with corrected arguments: {string.Join(' ', corrected)}]\n{text}" : text;
        return result.IsError ? $"ERROR: {noted}" : noted;
    }

    public static string Full(ToolResult result) =>
        result.Text.Length > 0 ? result.Text : result.Structured?.GetRawText() ?? "";
}
