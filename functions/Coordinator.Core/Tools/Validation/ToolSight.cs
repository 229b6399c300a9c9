using System.Text.Json;

namespace Coordinator.Core.Tools.Validation;

/// <summary>What a tool's answer shows, in words: an answer alone does not prove that there is anything behind it.</summary>
/// <param name="Error">The answer is no answer; null: it is one.</param>
internal sealed record ToolSight(string Words, string? Error = null)
{
    public static ToolSight Of(ToolResult result)
    {
        if (result.Structured is null && string.IsNullOrWhiteSpace(result.Text))
        {
            return new ToolSight("", "It answered with nothing at all.");
        }

        var answer = result.Structured ?? Parse(result.Text);
        return answer is not { } json ? new ToolSight($"It answered with {result.Text.Length} characters of text.")
            : json.ValueKind == JsonValueKind.Object ? OfObject(json)
            : json.ValueKind == JsonValueKind.Array ? OfLists([("entries", json.GetArrayLength())])
            : new ToolSight($"It answered {json.GetRawText()}.");
    }

    private static ToolSight OfObject(JsonElement json)
    {
        // Some servers report errors inside of an answer that counts as a success.
        if (json.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.String or JsonValueKind.Object)
        {
            return new ToolSight("", error.ValueKind == JsonValueKind.String ? error.GetString() : ToolFailure.Explain(json, ""));
        }

        var lists = json.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array).Select(member => (member.Name, member.Value.GetArrayLength())).ToList();
        return lists.Count > 0 ? OfLists(lists)
            : json.EnumerateObject().Any() ? new ToolSight($"It answered with {string.Join(", ", json.EnumerateObject().Select(member => member.Name).Take(5))}.")
            : new ToolSight("", "It answered with an empty object.");
    }

    private static ToolSight OfLists(IReadOnlyList<(string Name, int Count)> lists)
    {
        var counts = string.Join(", ", lists.Select(list => $"{list.Name} ({list.Count})"));
        return lists.Any(list => list.Count > 0)
            ? new ToolSight($"It answered with {counts}.")
            : new ToolSight($"It answered, but showed no data, {counts}: whether it can see any is not proven.");
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
