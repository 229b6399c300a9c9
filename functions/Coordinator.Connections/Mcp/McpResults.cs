using System.Text;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>Reads the SDK's results.</summary>
internal static class McpResults
{
    /// <summary>Characters that a result may have: more is a mistake of the tool, and no conversation holds it.</summary>
    private const int MaxCharacters = 20 * 1024 * 1024;

    public static Outcome<ToolResult> Read(string server, string tool, CallToolResult result)
    {
        var text = new StringBuilder();
        foreach (var part in result.Content)
        {
            text.Append(text.Length == 0 ? "" : "\n\n").Append(Describe(part));
        }

        return text.Length > MaxCharacters
            ? new Failure(FailureClass.Protocol, $"'{tool}' of '{server}' returned {text.Length / 1024 / 1024} MB; the limit is {MaxCharacters / 1024 / 1024} MB. Ask for less.") { MaybeExecuted = true }
            : new ToolResult { IsError = result.IsError ?? false, Text = text.ToString(), Structured = result.StructuredContent };
    }

    public static ToolDefinition Read(string server, Tool tool) => new()
    {
        Server = server,
        Name = tool.Name,
        Description = tool.Description ?? "",
        InputSchema = tool.InputSchema,
        OutputSchema = tool.OutputSchema,
        ReadOnlyHint = tool.Annotations?.ReadOnlyHint,
        DestructiveHint = tool.Annotations?.DestructiveHint,
        IdempotentHint = tool.Annotations?.IdempotentHint,
    };

    private static string Describe(ContentBlock part) => part switch
    {
        TextContentBlock text => text.Text,
        ImageContentBlock image => $"[image {image.MimeType}, {image.Data.Length} bytes]",
        AudioContentBlock audio => $"[audio {audio.MimeType}, {audio.Data.Length} bytes]",
        EmbeddedResourceBlock { Resource: TextResourceContents resource } => resource.Text,
        EmbeddedResourceBlock { Resource: { } resource } => $"[resource {resource.Uri} {resource.MimeType}]",
        ResourceLinkBlock link => $"[resource {link.Uri}]",
        _ => $"[{part.Type}]",
    };
}
