using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Models;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class OpenAiWire : ModelWire
{
    public override string Name => "openai";

    public override string? Check(JsonObject body) => OpenAiRules.Check(body);

    public override string System(JsonObject body) => string.Concat(Objects(body["messages"]).Where(IsSystem).Select(message => TextOf(message["content"])));

    public override IReadOnlyList<string> Tools(JsonObject body) => [.. Objects(body["tools"]).Select(tool => (string)tool["function"]!["name"]!)];

    public override IReadOnlyList<ModelRequestMessage> Messages(JsonObject body) => [.. Objects(body["messages"]).Where(message => !IsSystem(message)).Select(Read)];

    public override JsonObject Whole(ModelReply reply, ModelRequest request)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = reply.Text.Length > 0 ? reply.Text : null };
        if (reply.Calls.Count > 0)
            message["tool_calls"] = new JsonArray([.. reply.Calls.Index().Select(call => Call(call.Item, IdOf(call.Item, request, call.Index), call.Item.Arguments))]);
        return Envelope("chat.completion", request, new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = Finish(reply) }, Usage(reply));
    }

    public override WireEvents Events(ModelReply reply, ModelRequest request) => new(
        [Chunk(request, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null)],
        [
            .. Pieces(reply.Text).Select(piece => Chunk(request, new JsonObject { ["content"] = piece }, null)),
            .. reply.Calls.Index().SelectMany(call => CallChunks(request, call.Item, call.Index)),
        ],
        [Chunk(request, [], Finish(reply)), .. UsageChunk(reply, request), "data: [DONE]\n\n"]);

    public override JsonObject Error(ModelReply reply) => new()
    {
        ["error"] = new JsonObject { ["message"] = reply.ErrorMessage, ["type"] = reply.ErrorType, ["param"] = null, ["code"] = reply.ErrorCode },
    };

    public override string ErrorEvent(ModelReply reply) => $"data: {Error(reply).ToJsonString()}\n\n";

    private static IEnumerable<string> CallChunks(ModelRequest request, StubCall call, int index)
    {
        var first = Call(call, IdOf(call, request, index), "");
        first["index"] = index;
        yield return Chunk(request, new JsonObject { ["tool_calls"] = new JsonArray(first) }, null);
        foreach (var piece in Pieces(call.Arguments))
            yield return Chunk(request, new JsonObject { ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } }) }, null);
    }

    private static IEnumerable<string> UsageChunk(ModelReply reply, ModelRequest request) =>
        request.Body["stream_options"]?["include_usage"]?.GetValue<bool>() == true
            ? [$"data: {Envelope("chat.completion.chunk", request, null, Usage(reply)).ToJsonString()}\n\n"]
            : [];

    private static string Chunk(ModelRequest request, JsonObject delta, string? finish) =>
        $"data: {Envelope("chat.completion.chunk", request, new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }, null).ToJsonString()}\n\n";

    private static JsonObject Envelope(string kind, ModelRequest request, JsonObject? choice, JsonObject? usage) => new()
    {
        ["id"] = $"chatcmpl-{request.Number}", ["object"] = kind, ["created"] = 1_760_000_000, ["model"] = (string?)request.Body["model"],
        ["choices"] = choice is null ? [] : new JsonArray(choice), ["usage"] = usage,
    };

    private static JsonObject Call(StubCall call, string id, string arguments) => new()
    {
        ["id"] = id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
    };

    private static JsonObject Usage(ModelReply reply) => new()
    {
        ["prompt_tokens"] = reply.InputTokens, ["completion_tokens"] = reply.OutputTokens, ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
    };

    private static string Finish(ModelReply reply) => reply.FinishReason ?? (reply.Calls.Count > 0 ? "tool_calls" : "stop");

    private static ModelRequestMessage Read(JsonObject message)
    {
        var text = TextOf(message["content"]);
        var calls = Objects(message["tool_calls"]).Select(call => new StubCall((string)call["function"]!["name"]!, (string)call["function"]!["arguments"]!) { Id = (string?)call["id"] });
        var role = (string)message["role"]!;
        return role == "tool"
            ? new ModelRequestMessage(role, "", [], [new StubResult((string)message["tool_call_id"]!, text)])
            : new ModelRequestMessage(role, text, [.. calls], []);
    }

    private static bool IsSystem(JsonObject message) => (string?)message["role"] is "system" or "developer";
}
