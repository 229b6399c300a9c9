namespace Coordinator.TestKit.Slack;

/// <summary>What somebody wrote in Slack.</summary>
/// <param name="Text">Without the mention of the bot.</param>
/// <param name="Ts">The message's own, e.g. <c>1700000000.000100</c>: names it within its channel.</param>
public sealed record SlackMessageEvent(string Text, string Ts)
{
    public string User { get; init; } = "U100";

    public string Channel { get; init; } = "C100";

    public string Team { get; init; } = "T100";

    /// <summary>Root of the thread it replies in.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>Defaults to one made of channel and ts.</summary>
    public string? EventId { get; init; }

    public string? Enterprise { get; init; }

    public bool IsSharedChannel { get; init; }
}
