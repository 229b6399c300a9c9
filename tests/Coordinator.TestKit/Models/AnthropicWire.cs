using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Models;

/// <summary><c>POST /v1/messages</c>.</summary>
internal sealed class AnthropicWire : ModelWire
{
    public override string Name => "anthropic";

    public override string? Check(JsonObject body) => AnthropicRules.Check(body);

    public override string System(JsonObject body) => TextOf(body["system"]);

    public override IReadOnlyList<string> Tools(JsonObject body) => [.. Objects(body["tools"]).Select(tool => (string)tool["name"]!)];

    public override IReadOnlyList<ModelRequestMessage> Messages(JsonObject body) => [.. Objects(body["messages"]).Select(Read)];

    public override JsonObject Whole(ModelReply reply, ModelRequest request)
    {
        var content = new JsonArray();
        if (reply.Text.Length > 0)
            content.Add(new JsonObject { ["type"] = "text", ["text"] = reply.Text });
        foreach (var (index, call) in reply.Calls.Index())
            content.Add(new JsonObject { ["type"] = "tool_use", ["id"] = IdOf(call, request, index), ["name"] = call.Name, ["input"] = JsonNode.Parse(call.Arguments.Length == 0 ? "{}" : call.Arguments) });
        var message = Message(request);
        message["content"] = content;
        message["stop_reason"] = StopReason(reply);
        message["usage"] = new JsonObject { ["input_tokens"] = reply.InputTokens, ["output_tokens"] = reply.OutputTokens };
        return message;
    }

    public override WireEvents Events(ModelReply reply, ModelRequest request)
    {
        var start = Message(request);
        start["usage"] = new JsonObject { ["input_tokens"] = reply.InputTokens, ["output_tokens"] = 1 };
        return new WireEvents(
            [Event("message_start", new JsonObject { ["message"] = start }), Event("ping", [])],
            [.. TextBlock(reply), .. reply.Calls.Index().SelectMany(call => CallBlock(call.Item, IdOf(call.Item, request, call.Index), call.Index + 1))],
            [
                Event("message_delta", new JsonObject
                {
                    ["delta"] = new JsonObject { ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null },
                    ["usage"] = new JsonObject { ["output_tokens"] = reply.OutputTokens },
                }),
                Event("message_stop", []),
            ]);
    }

    public override JsonObject Error(ModelReply reply)
    {
        var error = new JsonObject { ["type"] = reply.ErrorType, ["message"] = reply.ErrorMessage };
        if (reply.ErrorCode is not null)
            error["details"] = new JsonObject { ["error_code"] = reply.ErrorCode };
        return new JsonObject { ["type"] = "error", ["error"] = error, ["request_id"] = "req_stub" };
    }

    public override string ErrorEvent(ModelReply reply) => $"event: error\ndata: {Error(reply).ToJsonString()}\n\n";

    private static IEnumerable<string> TextBlock(ModelReply reply)
    {
        if (reply.Text.Length == 0)
            return [];
        return Block(0, new JsonObject { ["type"] = "text", ["text"] = "" }, Pieces(reply.Text).Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }));
    }

    private static IEnumerable<string> CallBlock(StubCall call, string id, int index) => Block(
        index,
        new JsonObject { ["type"] = "tool_use", ["id"] = id, ["name"] = call.Name, ["input"] = new JsonObject() },
        Pieces(call.Arguments).Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }));

    private static IEnumerable<string> Block(int index, JsonObject block, IEnumerable<JsonObject> deltas) =>
    [
        Event("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = block }),
        .. deltas.Select(delta => Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta })),
        Event("content_block_stop", new JsonObject { ["index"] = index }),
    ];

    private static ModelRequestMessage Read(JsonObject message)
    {
        var blocks = Objects(message["content"]).ToList();
        var calls = blocks.Where(block => (string?)block["type"] == "tool_use").Select(block => new StubCall((string)block["name"]!, block["input"]!.ToJsonString()) { Id = (string?)block["id"] });
        var results = blocks.Where(block => (string?)block["type"] == "tool_result").Select(block => new StubResult((string)block["tool_use_id"]!, TextOf(block["content"]))).ToList();
        return new ModelRequestMessage(results.Count > 0 ? "tool" : (string)message["role"]!, TextOf(message["content"]), [.. calls], results);
    }

    private static JsonObject Message(ModelRequest request) => new()
    {
        ["id"] = $"msg_{request.Number}", ["type"] = "message", ["role"] = "assistant", ["model"] = (string?)request.Body["model"],
        ["content"] = new JsonArray(), ["stop_reason"] = null, ["stop_sequence"] = null,
    };

    private static string StopReason(ModelReply reply) => reply.FinishReason ?? (reply.Calls.Count > 0 ? "tool_use" : "end_turn");

    private static string Event(string type, JsonObject data)
    {
        data["type"] = type;
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }
}
