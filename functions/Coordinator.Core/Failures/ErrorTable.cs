namespace Coordinator.Core.Failures;

/// <summary>What an error code means and what to do about it. The only such table: docs/errors.md shows it, and a test compares the two.</summary>
public static class ErrorTable
{
    /// <summary>Answers of OCI that a tool passes on in <c>structuredContent.error.status</c>: runbook 9.2 in its words, and the statuses of OCI's API that it does not name.</summary>
    public static IReadOnlyList<ErrorRow> Service { get; } =
    [
        new("400", "Bad request", "Check parameters"),
        new("401", "Unauthorized", "Refresh OCI config"),
        new("403", "Forbidden", "Check IAM policies"),
        new("404", "Not found", "Verify OCID exists"),
        new("408", "Request timed out", "Retry with backoff"),
        new("409", "Conflict", "Look at the resource's state, then try again"),
        new("412", "Changed meanwhile", "Read the resource again, then decide anew"),
        new("422", "Not processable", "Check parameters"),
        new("429", "Rate limited", "Wait and retry"),
        new("500", "Server error", "Retry with backoff"),
        new("502", "Bad gateway", "Retry with backoff"),
        new("503", "Service unavailable", "Wait for OCI recovery"),
        new("504", "Gateway timed out", "Retry with backoff, or ask for less"),
        new("529", "Overloaded", "Wait and retry"),
    ];

    /// <summary>Of any call: not its own limit ran out, but its run's.</summary>
    public static ErrorRow OutOfTime { get; } = new("out_of_time", "The run's time was up", "Ask for less, or raise RUN_DEADLINE_MINUTES");

    /// <summary>What goes wrong between the coordinator and an MCP server.</summary>
    public static IReadOnlyDictionary<FailureClass, ErrorRow> Server { get; } = new Dictionary<FailureClass, ErrorRow>
    {
        [FailureClass.Timeout] = new("timeout", "Tool call timed out", "Ask for less, or raise the tool's time limit"),
        [FailureClass.Network] = new("network", "No connection", "Check that the server runs: GET /mcp/servers"),
        [FailureClass.Unavailable] = new("unavailable", "Not reachable", "Check that the server runs: GET /mcp/servers"),
        [FailureClass.Protocol] = new("protocol", "Not MCP", "Check the server's version and its log"),
        [FailureClass.Validation] = new("validation", "Bad request", "Check parameters"),
        [FailureClass.Authentication] = new("authentication", "Token refused", "Check the server's token in mcp-servers.yaml"),
        [FailureClass.Denied] = new("denied", "Not allowed", "Check what the server's token may do"),
        [FailureClass.RateLimited] = new("rate_limited", "Rate limited", "Wait and retry"),
        [FailureClass.Overloaded] = new("overloaded", "Overloaded", "Wait and retry"),
        [FailureClass.ServerError] = new("server_error", "Server error", "Retry with backoff"),
        [FailureClass.HeldBack] = new("held_back", "Server temporarily unavailable", "Wait for the next try"),
    };

    /// <summary>What goes wrong with the model provider (runbook 2.2 and its quick reference).</summary>
    public static IReadOnlyDictionary<FailureClass, ErrorRow> Model { get; } = new Dictionary<FailureClass, ErrorRow>
    {
        [FailureClass.Timeout] = new("timeout", "Timed out", "Check provider status, increase timeout (LLM_TIMEOUT_SECONDS)"),
        [FailureClass.Network] = new("network", "No connection", "Check the network and the provider's address"),
        [FailureClass.Unavailable] = new("unavailable", "No model", "Set a provider's key, such as ANTHROPIC_API_KEY or OPENAI_API_KEY, or LLM_PROVIDER, and restart"),
        [FailureClass.Protocol] = new("protocol", "Not the provider's protocol", "Check the provider's address and LLM_PROVIDER"),
        [FailureClass.Validation] = new("validation", "Bad request", "Ask for less, or check LLM_MODEL and LLM_MAX_TOKENS"),
        [FailureClass.NotFound] = new("not_found", "Not found", "Check LLM_MODEL and the provider's address"),
        [FailureClass.Authentication] = new("authentication", "Key refused", "Check the provider's API key"),
        [FailureClass.Denied] = new("denied", "Not allowed", "Check what the API key may do and what the account may spend"),
        [FailureClass.RateLimited] = new("rate_limited", "Rate limited", "Wait and retry"),
        [FailureClass.Overloaded] = new("overloaded", "Overloaded", "Wait and retry"),
        [FailureClass.ServerError] = new("server_error", "Server error", "Wait for the provider's recovery"),
    };

    /// <summary>Slack's error words, and what goes wrong on the way to it (runbook 3.2).</summary>
    public static IReadOnlyList<ErrorRow> Slack { get; } =
    [
        new("invalid_auth", "The token is not one of this workspace", "Copy the bot token (xoxb-…) from the app's page OAuth & Permissions to SLACK_BOT_TOKEN, and restart"),
        new("not_authed", "No token was sent", "Set SLACK_BOT_TOKEN, and restart"),
        new("token_revoked", "The token was revoked", "Install the app again, set its new SLACK_BOT_TOKEN, and restart"),
        new("token_expired", "The token has expired", "Install the app again without token rotation, set its new SLACK_BOT_TOKEN, and restart"),
        new("account_inactive", "The app was removed from the workspace", "Install the app again, set its new SLACK_BOT_TOKEN, and restart"),
        new("missing_scope", "The token lacks a scope", "Add the scope on the app's page OAuth & Permissions, and install the app again"),
        new("not_allowed_token_type", "Not a bot token", "Set the bot token (xoxb-…) in SLACK_BOT_TOKEN, and restart"),
        new("channel_not_found", "No such channel, or a private one without the bot", "Check the channel's id, and invite the bot: /invite @bot"),
        new("not_in_channel", "The bot is not in the channel", "Invite the bot: /invite @bot"),
        new("is_archived", "The channel is archived", "Choose another channel"),
        new("restricted_action", "The workspace does not let the bot post there", "Ask an administrator of the workspace"),
        new("ratelimited", "Too many requests", "Wait and retry"),
        new("timeout", "Slack did not answer in time", "Check the network, and https://slack-status.com"),
        new("network", "No connection", "Check the network, a proxy, and SLACK_API_URL"),
        new("server_error", "Slack has a fault of its own", "Look at https://slack-status.com, and retry"),
        new("protocol", "Not Slack's protocol", "Check SLACK_API_URL"),
        new("unavailable", "Slack is not configured", "Set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), and restart"),
    ];

    /// <summary>By Slack's own word, else by what kind of thing went wrong; null: it is not listed.</summary>
    public static ErrorRow? OfSlack(Failure failure) =>
        Slack.FirstOrDefault(row => row.Code == failure.Code)
        ?? Slack.FirstOrDefault(row => row.Code == failure.Class switch
        {
            FailureClass.Timeout => "timeout",
            FailureClass.Network => "network",
            FailureClass.ServerError => "server_error",
            FailureClass.Protocol => "protocol",
            FailureClass.Unavailable => "unavailable",
            FailureClass.RateLimited => "ratelimited",
            FailureClass.Authentication => "invalid_auth",
            _ => null,
        });

    /// <summary>An unlisted 5xx is a server error like 500; anything else that is not listed has no row.</summary>
    public static ErrorRow? OfStatus(long status) =>
        Service.FirstOrDefault(row => row.Code == $"{status}")
        ?? (status is > 500 and < 600 ? Service.First(row => row.Code == "500") with { Code = $"{status}" } : null);
}

/// <summary>One line of the table.</summary>
/// <param name="Code">An HTTP status, or the word for a <see cref="FailureClass"/>.</param>
/// <param name="Action">The next step, in words that a sentence can end with.</param>
public sealed record ErrorRow(string Code, string Meaning, string Action);
