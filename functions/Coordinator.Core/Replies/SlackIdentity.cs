namespace Coordinator.Core.Replies;

/// <summary>What <c>auth.test</c> says about our token.</summary>
/// <param name="UserId">The bot's user, which people mention: <c>U…</c>.</param>
/// <param name="BotId">The bot as messages carry it: <c>B…</c>.</param>
public sealed record SlackIdentity(string TeamId, string Team, string UserId, string? BotId)
{
    /// <summary>Address of the workspace; null if Slack does not say.</summary>
    public string? Url { get; init; }

    /// <summary>What the token may do, as the header <c>x-oauth-scopes</c> has it; null if Slack does not say.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Where a message of the workspace is shown; null: not known.</summary>
    public string? LinkTo(string channel, string ts) =>
        Url is { } url && channel.All(char.IsAsciiLetterOrDigit) ? $"{url.TrimEnd('/')}/archives/{channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}" : null;
}
