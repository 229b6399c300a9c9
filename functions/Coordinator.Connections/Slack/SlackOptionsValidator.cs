using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Slack;

/// <summary>What is wrong with the settings; each text names the variable and what is allowed.</summary>
public sealed class SlackOptionsValidator : IValidateOptions<SlackOptions>
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    public static IEnumerable<string> Problems(SlackOptions options)
    {
        if (options.IsConfigured)
        {
            if (options.BotToken!.StartsWith("xapp-", StringComparison.Ordinal))
                yield return $"{SlackOptions.BotTokenVariable} holds an app-level token (xapp-…); it must be the bot token (xoxb-…).";
            if (!options.BotToken.All(IsTokenCharacter))
                yield return $"{SlackOptions.BotTokenVariable} holds a space, a line break or another character that no token has.";
            if (string.IsNullOrWhiteSpace(options.SigningSecret) && !options.HasSocketMode)
                yield return $"{SlackOptions.SigningSecretVariable} is empty while {SlackOptions.BotTokenVariable} is set; without it anybody could pose as Slack. Set the app's signing secret.";
        }

        foreach (var problem in SocketModeProblems(options))
            yield return problem;
        if (!IsApiUrl(options.ApiUrl))
            yield return $"{SlackOptions.ApiUrlVariable} is '{options.ApiUrl}'; it must be an absolute http or https address without user, query or fragment, ending in '/', e.g. https://slack.com/api/.";
        if (options.RequestTimeout < ShortestTimeout || options.RequestTimeout > LongestTimeout)
            yield return $"{SlackOptions.RequestTimeoutVariable} is {options.RequestTimeout.TotalSeconds:0.###} seconds; allowed are 1 to 60.";
    }

    private static IEnumerable<string> SocketModeProblems(SlackOptions options)
    {
        if (options.HasSocketMode)
        {
            if (options.AppToken!.StartsWith("xoxb-", StringComparison.Ordinal))
                yield return $"{SlackOptions.AppTokenVariable} holds a bot token (xoxb-…); it must be the app-level token (xapp-…).";
            else if (!options.AppToken.StartsWith("xapp-", StringComparison.Ordinal) || !options.AppToken.All(IsTokenCharacter))
                yield return $"{SlackOptions.AppTokenVariable} is no app-level token: those begin with xapp- and hold no space or line break.";
            if (!options.IsConfigured)
                yield return $"{SlackOptions.AppTokenVariable} is set while {SlackOptions.BotTokenVariable} is empty: messages would arrive, but none could be answered. Set the bot token (xoxb-…) too.";
        }

        if (options.Sockets is < 1 or > SlackOptions.MostSockets)
            yield return $"{SlackOptions.SocketsVariable} is {options.Sockets}; allowed are 1 to {SlackOptions.MostSockets}, which is as many as Slack gives an app.";
    }

    private static bool IsTokenCharacter(char character) => character is > ' ' and <= '~';

    private static bool IsApiUrl(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.AbsolutePath.EndsWith('/')
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}
