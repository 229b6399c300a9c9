using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Tools;

/// <summary>What a tool does: one request of a definition, or code.</summary>
internal interface IAnswerer
{
    JsonObject OutputSchema { get; }

    /// <exception cref="Errors.ToolException">Why there is no answer.</exception>
    Task<JsonObject> AnswerAsync(ToolCall call, CancellationToken cancellationToken);
}
