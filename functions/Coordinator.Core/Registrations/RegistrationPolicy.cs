using System.Text.RegularExpressions;

namespace Coordinator.Core.Registrations;

/// <summary>Whether a server may register itself like that. Asked when it does, and again before each connection: what is allowed may have changed since.</summary>
public static partial class RegistrationPolicy
{
    public const int LongestUrl = 500;
    public const int LongestDescription = 500;
    public const int LongestTimeoutSeconds = 3600;
    public const int MostDomains = 20;

    /// <summary>
    /// Variables that were made for registered servers. Any other one may hold the key of a model, the admin key or the token of another server,
    /// and whoever may register could have it sent to a host of the list.
    /// </summary>
    public const string TokenPrefix = "MCP_REGISTERED_";

    /// <summary>Null: it may.</summary>
    /// <param name="server">As it was asked for.</param>
    public static RegistrationRefusal? Refuse(RegisteredServer server, RegistrationOptions options)
    {
        if (options.Hosts.IsEmpty)
        {
            return new RegistrationRefusal("registration-off", $"No server can be registered: {RegistrationOptions.HostsVariable} is empty. Set it to the hosts that registered servers may be at, e.g. finops.example.com.");
        }

        return RefuseUrl(server.Url, options.Hosts) ?? RefuseToken(server, options) ?? RefuseWords(server);
    }

    public static bool IsId(string id) => Id().IsMatch(id);

    private static RegistrationRefusal? RefuseUrl(string text, AllowedHosts hosts)
    {
        if (text.Length > LongestUrl || text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '\\') || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return Invalid($"'url' must be an absolute https address of at most {LongestUrl} characters. Only servers over streamable HTTP can be registered; a command can not.");
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 || text.AsSpan().ContainsAny('?', '#', '@'))
        {
            return Invalid("'url' must have neither user name nor query nor fragment: it is shown and logged. A token belongs into a variable of the coordinator (auth.token_env).");
        }

        if (!hosts.Lists(url.IdnHost))
        {
            return new RegistrationRefusal("host-not-allowed", $"The host '{url.IdnHost}' is not listed in {RegistrationOptions.HostsVariable}.");
        }

        return url.Scheme == "http" && !AllowedHosts.IsThisMachine(url.IdnHost) ? Invalid("'url' must be https; http is for localhost, 127.0.0.1 and [::1] only.") : null;
    }

    private static RegistrationRefusal? RefuseToken(RegisteredServer server, RegistrationOptions options)
    {
        if (server.TokenEnv is not { } name)
        {
            return server.Scheme is null ? null : Invalid("'auth' needs 'token_env'.");
        }

        if (!TokenName().IsMatch(name))
        {
            return Invalid($"'auth.token_env' must be the name of a variable that begins with {TokenPrefix} and ends with _TOKEN: variables for anything else are not sent to registered servers.");
        }

        if (string.IsNullOrWhiteSpace(options.Variable(name)) || options.Variable(name)!.Any(char.IsControl))
        {
            return Invalid($"The variable {name} ('auth.token_env') is not set for the coordinator, or is no token.");
        }

        return server.Scheme is null || Scheme().IsMatch(server.Scheme) ? null : Invalid("'auth.scheme' must be a word, like Bearer.");
    }

    private static RegistrationRefusal? RefuseWords(RegisteredServer server) =>
        server.Description is { Length: > LongestDescription } ? Invalid($"'description' may have at most {LongestDescription} characters.")
        : server.Domains.Count > MostDomains || !server.Domains.All(domain => Domain().IsMatch(domain)) ? Invalid($"'domains' must be at most {MostDomains} lower-case words.")
        : server.TimeoutSeconds is < 1 or > LongestTimeoutSeconds ? Invalid($"'timeout_seconds' must be a whole number from 1 to {LongestTimeoutSeconds}.")
        : null;

    private static RegistrationRefusal Invalid(string message) => new("invalid-field", message);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^MCP_REGISTERED_([A-Z0-9]+_)*TOKEN\z")]
    private static partial Regex TokenName();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{0,30}\z")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,40}\z")]
    private static partial Regex Domain();
}

/// <param name="Type">A stable word: <c>registration-off</c>, <c>host-not-allowed</c> or <c>invalid-field</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record RegistrationRefusal(string Type, string Message);
