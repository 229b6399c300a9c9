using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Tools;

namespace Coordinator.OciServer.Handlers;

/// <summary>A tool that is code: more than one request, or something to reckon. Its answer's type is its output schema.</summary>
internal abstract class Handler<TAnswer>(string type) : IAnswerer
{
    public JsonObject OutputSchema { get; } = AnswerType.Schema(typeof(TAnswer), type);

    public async Task<ReadOnlyMemory<byte>> AnswerAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var answer = JsonSerializer.SerializeToNode(await FindAsync(call, cancellationToken), AnswerType.Json)!.AsObject();
        answer.Insert(0, "type", type);
        return AnswerJson.Of(answer);
    }

    protected abstract Task<TAnswer> FindAsync(ToolCall call, CancellationToken cancellationToken);
}
