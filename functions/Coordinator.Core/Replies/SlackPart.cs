using System.Text.Json.Nodes;

namespace Coordinator.Core.Replies;

/// <summary>One Slack message of an answer; a long answer has several, in order.</summary>
/// <param name="Text">Escaped mrkdwn for notifications and screen readers, at most <see cref="SlackLimits.FallbackText"/> characters; cut at a line, then ending in "…".</param>
/// <param name="Blocks">Section, divider and table blocks within Slack's limits. Holds everything that was said.</param>
public sealed record SlackPart(string Text, JsonArray Blocks);
