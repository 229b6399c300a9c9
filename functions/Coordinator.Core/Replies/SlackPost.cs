using System.Text.Json.Nodes;

namespace Coordinator.Core.Replies;

/// <summary>One Slack message to be.</summary>
public sealed record SlackPost
{
    public required string Channel { get; init; }

    /// <summary>Null posts at top level.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Notification text, already escaped mrkdwn.</summary>
    public required string Text { get; init; }

    public JsonArray? Blocks { get; init; }

    /// <summary>Metadata <c>{event_type: "coordinator_reply", event_payload: {run_id, part}}</c>: how a lost post is found again.</summary>
    public required string RunId { get; init; }

    public required int Part { get; init; }
}
