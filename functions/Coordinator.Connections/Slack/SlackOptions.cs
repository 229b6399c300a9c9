namespace Coordinator.Connections.Slack;

/// <summary>How Slack is reached. Without a bot token Slack is switched off. The host binds each property from the variable named beside it.</summary>
public sealed class SlackOptions
{
    public const string BotTokenVariable = "SLACK_BOT_TOKEN";
    public const string SigningSecretVariable = "SLACK_SIGNING_SECRET";
    public const string ApiUrlVariable = "SLACK_API_URL";
    public const string RequestTimeoutVariable = "SLACK_REQUEST_TIMEOUT";

    /// <summary><c>SLACK_BOT_TOKEN</c>: <c>xoxb-…</c>; empty switches Slack off.</summary>
    public string? BotToken { get; set; }

    /// <summary><c>SLACK_SIGNING_SECRET</c>: checks that a request is Slack's. Required beside a bot token.</summary>
    public string? SigningSecret { get; set; }

    /// <summary><c>SLACK_API_URL</c>: absolute http or https address ending in <c>/</c>. Something else than Slack's for tests against a stub.</summary>
    public string ApiUrl { get; set; } = "https://slack.com/api/";

    /// <summary><c>SLACK_REQUEST_TIMEOUT</c>: seconds one request may take, 1 to 60. Slack answers posts well within 10 s; a timed-out post is healed.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsConfigured => !string.IsNullOrEmpty(BotToken);
}
