namespace Coordinator.Core.Intake;

/// <summary>The outer object of an Events API delivery, as far as it is used. A member that is absent, null or of another type is null.</summary>
public sealed record SlackEnvelope
{
    public const string EventCallback = "event_callback";

    public const string UrlVerification = "url_verification";

    public const string AppRateLimited = "app_rate_limited";

    public string? Type { get; internal set; }

    /// <summary>Only in <see cref="UrlVerification"/>.</summary>
    public string? Challenge { get; internal set; }

    /// <summary>Workspace the event comes from: in a shared channel that of the person who caused it.</summary>
    public string? TeamId { get; internal set; }

    public string? EnterpriseId { get; internal set; }

    public string? ContextTeamId { get; internal set; }

    public string? ContextEnterpriseId { get; internal set; }

    /// <summary>The installations of our app that the event was delivered for; Slack lists one.</summary>
    public IReadOnlyList<SlackAuthorization> Authorizations { get; internal set; } = [];

    public bool IsExtSharedChannel { get; internal set; }

    public string? EventId { get; internal set; }

    public DateTimeOffset? EventTime { get; internal set; }

    public SlackEvent? Event { get; internal set; }
}

/// <summary>One installation of our app.</summary>
public sealed record SlackAuthorization
{
    /// <summary>Null for an installation in a whole Enterprise Grid organisation.</summary>
    public string? TeamId { get; internal set; }

    public string? EnterpriseId { get; internal set; }

    public string? UserId { get; internal set; }

    /// <summary>True: <see cref="UserId"/> is our bot. False: the event is seen with the eyes of a person who installed the app.</summary>
    public bool IsBot { get; internal set; }
}

/// <summary>The inner event: the members of <c>app_mention</c> and <c>message</c>.</summary>
public sealed record SlackEvent
{
    public const string AppMention = "app_mention";

    public const string Message = "message";

    public string? Type { get; internal set; }

    public string? Subtype { get; internal set; }

    public bool Hidden { get; internal set; }

    public string? User { get; internal set; }

    public string? BotId { get; internal set; }

    public string? Text { get; internal set; }

    public string? Channel { get; internal set; }

    public string? ChannelType { get; internal set; }

    public string? Ts { get; internal set; }

    public string? ThreadTs { get; internal set; }

    /// <summary>Home workspace of a user from the other side of a shared channel; an organisation's id where Slack does not tell the workspace.</summary>
    public string? UserTeam { get; internal set; }

    public string? Team { get; internal set; }
}
