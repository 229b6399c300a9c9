using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Models;

/// <summary>One of the two APIs.</summary>
internal abstract class ModelWire
{
    public abstract string Name { get; }

    /// <summary>Why the real API would answer 400, or null.</summary>
    public abstract string? Check(JsonObject body);

    public abstract string System(JsonObject body);

    public abstract IReadOnlyList<ModelRequestMessage> Messages(JsonObject body);

    public abstract IReadOnlyList<string> Tools(JsonObject body);

    public abstract JsonObject Whole(ModelReply reply, ModelRequest request);

    /// <summary>Server-sent events of the answer: the opening, the content in pieces, the end.</summary>
    public abstract WireEvents Events(ModelReply reply, ModelRequest request);

    public abstract JsonObject Error(ModelReply reply);

    public abstract string ErrorEvent(ModelReply reply);

    protected static IEnumerable<string> Pieces(string text) => text.Chunk(6).Select(piece => new string(piece));

    protected static string IdOf(StubCall call, ModelRequest request, int index) => call.Id ?? $"call_{request.Number}_{index}";

    protected static IEnumerable<JsonObject> Objects(JsonNode? array) => (array as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The text of a content that is a string or an array of parts.</summary>
    protected static string TextOf(JsonNode? content) => content is JsonArray
        ? string.Concat(Objects(content).Where(part => (string?)part["type"] == "text").Select(part => (string?)part["text"]))
        : (string?)content ?? "";
}

/// <param name="Opening">Before any content.</param>
/// <param name="Content">Text and calls.</param>
/// <param name="End">Finish reason, usage, terminal event.</param>
internal sealed record WireEvents(IReadOnlyList<string> Opening, IReadOnlyList<string> Content, IReadOnlyList<string> End);
