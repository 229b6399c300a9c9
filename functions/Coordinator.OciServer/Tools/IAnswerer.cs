using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Tools;

/// <summary>What a tool does: one request of a definition, or code.</summary>
internal interface IAnswerer
{
    JsonObject OutputSchema { get; }

    /// <returns>A JSON object in UTF-8: long lists are held only once.</returns>
    /// <exception cref="Errors.ToolException">Why there is no answer.</exception>
    Task<ReadOnlyMemory<byte>> AnswerAsync(ToolCall call, CancellationToken cancellationToken);
}
