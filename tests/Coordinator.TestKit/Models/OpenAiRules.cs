using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Models;

/// <summary>What OpenAI's chat completions, or one of the stricter servers that speak it too, refuses with 400.</summary>
internal static class OpenAiRules
{
    public static string? Check(JsonObject body)
    {
        if (string.IsNullOrEmpty((string?)body["model"]))
            return "you must provide a model parameter";
        if ((body["max_completion_tokens"] ?? body["max_tokens"])?.GetValueKind() != JsonValueKind.Number)
            return "max_tokens or max_completion_tokens is missing";
        if (body["messages"] is not JsonArray { Count: > 0 } messages)
            return "messages: must be a non-empty array";
        return ToolRules.Check(body["tools"], body["tool_choice"], "parameters", tool => tool?["function"]) ?? CheckMessages(messages);
    }

    private static string? CheckMessages(JsonArray messages)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, message) in messages.OfType<JsonObject>().Index())
        {
            var role = (string?)message["role"];
            if (role == "tool")
            {
                if (!open.Remove((string?)message["tool_call_id"] ?? ""))
                    return $"messages[{index}]: role 'tool' must be a response to a preceding message with 'tool_calls'";
                continue;
            }

            if (open.Count > 0)
                return $"messages[{index}]: these tool_call_ids did not have response messages: {string.Join(", ", open)}";
            if ((role == "assistant" ? CheckAssistant(message, open) : CheckOther(role, message)) is { } problem)
                return $"messages[{index}]: {problem}";
        }

        return open.Count > 0 ? $"these tool_call_ids did not have response messages: {string.Join(", ", open)}" : null;
    }

    private static string? CheckOther(string? role, JsonObject message) =>
        role is not ("system" or "developer" or "user") ? $"unexpected role '{role}'"
        : message["content"] is JsonArray { Count: > 0 } || message["content"]?.GetValueKind() == JsonValueKind.String ? null
        : "content must be a string or an array of parts";

    private static string? CheckAssistant(JsonObject message, HashSet<string> open)
    {
        if (message["tool_calls"] is not JsonArray calls)
            return message["content"] is null ? "content or tool_calls is required" : null;
        if (calls.Count == 0)
            return "tool_calls: must not be empty";
        foreach (var call in calls)
        {
            if (!ToolRules.IsName((string?)call?["function"]?["name"]))
                return "tool_calls: function.name does not match the pattern";
            if (!IsObject(call!["function"]!["arguments"]))
                return "tool_calls: function.arguments must be a JSON object in a string";
            if (string.IsNullOrEmpty((string?)call["id"]) || !open.Add((string)call["id"]!))
                return "tool_calls: ids must be there and unique";
        }

        return null;
    }

    private static bool IsObject(JsonNode? arguments)
    {
        try
        {
            return arguments?.GetValueKind() == JsonValueKind.String && JsonNode.Parse((string)arguments!) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
