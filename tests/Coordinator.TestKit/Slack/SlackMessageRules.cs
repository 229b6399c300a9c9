using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Slack;

/// <summary>What Slack accepts as a message, written down from its reference and independent of the code that renders answers.</summary>
public static class SlackMessageRules
{
    /// <summary>The word Slack would refuse the message with, or null.</summary>
    public static string? Refusal(string? text, JsonArray? blocks)
    {
        if (string.IsNullOrWhiteSpace(text) && blocks is not { Count: > 0 })
            return "no_text";
        if (text?.Length > 40_000)
            return "msg_too_long";
        if (blocks is null)
            return null;
        if (blocks.Count > 50 || !blocks.All(block => block is JsonObject json && IsValid(json)))
            return "invalid_blocks";
        if (blocks.Count(block => TypeOf(block) == "table") > 1)
            return "invalid_attachments";

        return Texts(blocks).Sum(value => value.Length) > 13_200 ? "msg_blocks_too_long" : null;
    }

    /// <summary>Every text a reader of the blocks sees, in order.</summary>
    public static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Texts),
        JsonObject json => json.SelectMany(member => member.Key is "text" or "url" && member.Value is JsonValue value
            ? [value.GetValue<string>()]
            : Texts(member.Value)),
        _ => [],
    };

    private static string? TypeOf(JsonNode? node) => node?["type"]?.GetValue<string>();

    private static bool IsValid(JsonObject block) => TypeOf(block) switch
    {
        "section" => block["text"] is JsonObject text && TypeOf(text) is "mrkdwn" or "plain_text"
            && block["text"]!["text"]!.GetValue<string>() is { Length: >= 1 and <= 3000 } words && !string.IsNullOrWhiteSpace(words),
        "divider" => true,
        "table" => IsValidTable(block),
        _ => false,
    };

    private static bool IsValidTable(JsonObject table) =>
        table["rows"] is JsonArray { Count: >= 1 and <= 100 } rows
        && table["column_settings"] is null or JsonArray { Count: <= 20 }
        && rows.All(row => row is JsonArray { Count: >= 1 and <= 20 } cells && cells.All(IsValidCell))
        && Texts(rows).Sum(text => text.Length) <= 10_000;

    private static bool IsValidCell(JsonNode? cell) => TypeOf(cell) switch
    {
        "raw_text" => cell!["text"]!.GetValue<string>().Length > 0,
        "rich_text" => Texts(cell).Any() && Texts(cell).All(text => text.Length > 0),
        _ => false,
    };
}
