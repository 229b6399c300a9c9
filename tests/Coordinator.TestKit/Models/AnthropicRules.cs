using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Models;

/// <summary>What the real Messages API refuses with 400.</summary>
internal static class AnthropicRules
{
    public static string? Check(JsonObject body)
    {
        if (string.IsNullOrEmpty((string?)body["model"]))
            return "model: Field required";
        if (body["max_tokens"]?.GetValueKind() != JsonValueKind.Number || body["max_tokens"]!.GetValue<int>() < 1)
            return "max_tokens: Field required, at least 1";
        if (body["temperature"] is { } temperature && temperature.GetValue<double>() is < 0 or > 1)
            return "temperature: range: 0..1";
        if (body["messages"] is not JsonArray { Count: > 0 } messages)
            return "messages: at least one message is required";
        var choice = (string?)body["tool_choice"]?["type"];
        if (choice is not (null or "auto" or "any" or "tool" or "none"))
            return $"tool_choice: unknown type '{choice}'";
        return ToolRules.Check(body["tools"], body["tool_choice"], "input_schema", tool => tool) ?? CheckMessages(messages, body["tools"] is not null);
    }

    private static string? CheckMessages(JsonArray messages, bool hasTools)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<string> open = [];
        var turns = Merged(messages);
        foreach (var (index, (role, blocks)) in turns.Index())
        {
            if (role is not ("user" or "assistant"))
                return $"messages.{index}: unexpected role '{role}'";
            if (blocks.Count == 0)
                return $"messages.{index}: all messages must have non-empty content";
            if (blocks.Select(CheckBlock).FirstOrDefault(found => found is not null) is { } problem)
                return $"messages.{index}: {problem}";
            if (!hasTools && blocks.Any(block => TypeOf(block) is "tool_use" or "tool_result"))
                return "Requests which include `tool_use` or `tool_result` blocks must define tools";
            if (CheckResults(role, blocks, open) is { } results)
                return $"messages.{index}: {results}";
            open = [.. blocks.Where(block => TypeOf(block) == "tool_use").Select(block => (string)block["id"]!)];
            if (open.FirstOrDefault(id => !seen.Add(id)) is { } twice)
                return $"messages.{index}: `tool_use` ids must be unique: {twice}";
        }

        return turns[0].Role != "user" ? "messages: first message must use the user role"
            : turns[^1].Role != "user" ? "messages: the conversation must end with a user message"
            : null;
    }

    private static string? CheckResults(string role, IReadOnlyList<JsonObject> blocks, IReadOnlyList<string> open)
    {
        var results = blocks.Where(block => TypeOf(block) == "tool_result").Select(block => (string?)block["tool_use_id"] ?? "").ToList();
        if (role == "assistant")
            return results.Count > 0 ? "`tool_result` blocks can only be in user messages" : null;
        if (open.Except(results).FirstOrDefault() is { } missing)
            return $"`tool_use` ids were found without `tool_result` blocks immediately after: {missing}";
        if (results.Except(open).FirstOrDefault() is { } orphan)
            return $"unexpected `tool_use_id` found in `tool_result` blocks: {orphan}";
        if (results.Distinct().Count() != results.Count)
            return "each tool_use must have a single result";
        return blocks.Take(results.Count).All(block => TypeOf(block) == "tool_result") ? null : "`tool_result` blocks must come first";
    }

    private static string? CheckBlock(JsonObject block) => TypeOf(block) switch
    {
        "text" => string.IsNullOrWhiteSpace((string?)block["text"]) ? "text content blocks must be non-empty" : null,
        "tool_use" when !ToolRules.IsName((string?)block["id"]) => "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
        "tool_use" when !ToolRules.IsName((string?)block["name"]) => "tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
        "tool_use" when block["input"] is not JsonObject => "tool_use.input: Input should be a valid dictionary",
        "tool_use" or "tool_result" => null,
        "thinking" => string.IsNullOrEmpty((string?)block["signature"]) ? "thinking.signature: Field required" : null,
        var other => $"unexpected block type '{other}'",
    };

    // The API joins neighbours of one role before it checks them.
    private static List<(string Role, List<JsonObject> Blocks)> Merged(JsonArray messages)
    {
        var merged = new List<(string Role, List<JsonObject> Blocks)>();
        foreach (var message in messages.OfType<JsonObject>())
        {
            var role = (string?)message["role"] ?? "";
            var blocks = message["content"] is JsonArray array
                ? array.OfType<JsonObject>()
                : [new JsonObject { ["type"] = "text", ["text"] = (string?)message["content"] }];
            if (merged.Count > 0 && merged[^1].Role == role)
                merged[^1].Blocks.AddRange(blocks);
            else
                merged.Add((role, [.. blocks]));
        }

        return merged;
    }

    private static string? TypeOf(JsonObject block) => (string?)block["type"];
}
