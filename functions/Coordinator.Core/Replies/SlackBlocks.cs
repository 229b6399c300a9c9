using System.Text.Json.Nodes;

namespace Coordinator.Core.Replies;

/// <summary>A block with what counts against the message's limits.</summary>
/// <param name="Length">Characters of text.</param>
/// <param name="Fallback">What the notification text says of it, escaped.</param>
/// <param name="KeepWithNext">A heading: never the last block of a message.</param>
internal sealed record SlackBlock(JsonObject Json, int Length, string Fallback, bool KeepWithNext = false);

internal static class SlackBlocks
{
    /// <summary>Verbatim, so that Slack makes no links or mentions of its own; expanded, so that nothing hides behind "See more".</summary>
    public static SlackBlock Section(string mrkdwn, bool keepWithNext = false)
    {
        var text = new JsonObject { ["type"] = "mrkdwn", ["text"] = mrkdwn, ["verbatim"] = true };
        return new(new JsonObject { ["type"] = "section", ["text"] = text, ["expand"] = true }, mrkdwn.Length, mrkdwn, keepWithNext);
    }

    public static SlackBlock Divider() => new(new JsonObject { ["type"] = "divider" }, 0, "");
}
