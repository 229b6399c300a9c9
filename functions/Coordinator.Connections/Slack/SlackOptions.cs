namespace Coordinator.Connections.Slack;

/// <summary>How Slack is reached. Without a bot token Slack is switched off. The host binds each property from the variable named beside it.</summary>
public sealed class SlackOptions
{
    public const string BotTokenVariable = "SLACK_BOT_TOKEN";
    public const string SigningSecretVariable = "SLACK_SIGNING_SECRET";
    public const string AppTokenVariable = "SLACK_APP_TOKEN";
    public const string SocketsVariable = "SLACK_SOCKET_CONNECTIONS";
    public const string ApiUrlVariable = "SLACK_API_URL";
    public const string RequestTimeoutVariable = "SLACK_REQUEST_TIMEOUT";

    /// <summary>Slack's limit, over all processes of an app.</summary>
    public const int MostSockets = 10;

    /// <summary><c>SLACK_BOT_TOKEN</c>: <c>xoxb-…</c>; empty switches Slack off.</summary>
    public string? BotToken { get; set; }

    /// <summary><c>SLACK_SIGNING_SECRET</c>: checks that a request is Slack's. Required beside a bot token, unless there is an app token.</summary>
    public string? SigningSecret { get; set; }

    /// <summary><c>SLACK_APP_TOKEN</c>: <c>xapp-…</c>; with it events come over Socket Mode, which only the local host has.</summary>
    public string? AppToken { get; set; }

    /// <summary><c>SLACK_SOCKET_CONNECTIONS</c>: connections that are kept open, 1 to 10, which is as many as Slack gives an app. With two, one serves while the other is replaced.</summary>
    public int Sockets { get; set; } = 2;

    /// <summary><c>SLACK_API_URL</c>: absolute http or https address ending in <c>/</c>. Something else than Slack's for tests against a stub.</summary>
    public string ApiUrl { get; set; } = "https://slack.com/api/";

    /// <summary><c>SLACK_REQUEST_TIMEOUT</c>: seconds one request may take, 1 to 60. Slack answers posts well within 10 s; a timed-out post is healed.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsConfigured => !string.IsNullOrEmpty(BotToken);

    public bool HasSocketMode => !string.IsNullOrEmpty(AppToken);
}
