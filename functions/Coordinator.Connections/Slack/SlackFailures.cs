using System.Globalization;
using System.Net;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Slack;

/// <summary>Each way a call to Slack can fail, in words for a user and with what the failure policy needs.</summary>
internal static class SlackFailures
{
    public static Failure NotConfigured() => new(FailureClass.Unavailable, $"Slack is not configured: {SlackOptions.BotTokenVariable} is not set.");

    public static Failure RateLimited(string method, TimeSpan? retryAfter)
    {
        var wait = retryAfter is { } time ? string.Create(CultureInfo.InvariantCulture, $" for {Math.Ceiling(time.TotalSeconds)} s") : "";
        return new(FailureClass.RateLimited, $"Slack takes no {method}{wait}: too many requests.") { RetryAfter = retryAfter, Code = "ratelimited" };
    }

    public static Failure TimedOut(string method, TimeSpan limit) =>
        new(FailureClass.Timeout, string.Create(CultureInfo.InvariantCulture, $"Slack did not answer {method} within {limit.TotalSeconds:0.#} s.")) { MaybeExecuted = true };

    public static Failure NotConnected(string method) => new(FailureClass.Network, $"Slack could not be reached for {method}.");

    public static Failure Cut(string method) => new(FailureClass.Network, $"The connection to Slack broke during {method}.") { MaybeExecuted = true };

    public static Failure Garbled(string method, HttpStatusCode status) => new(FailureClass.Protocol, $"Slack's answer to {method} could not be understood.")
    {
        MaybeExecuted = true,
        Code = CodeOf(status),
    };

    public static Failure Status(string method, HttpStatusCode status)
    {
        var failure = new Failure(ClassOf(status), $"Slack answered {method} with HTTP {CodeOf(status)}.") { Code = CodeOf(status) };
        var refused = failure.Class is FailureClass.Validation or FailureClass.Authentication or FailureClass.Denied or FailureClass.NotFound;
        return failure with { MaybeExecuted = !refused };
    }

    /// <param name="word">Slack's <c>error</c>.</param>
    /// <param name="needed">The scope that is missing, if Slack said so.</param>
    public static Failure Refused(string method, string word, string? needed, TimeSpan? retryAfter)
    {
        var kind = SlackErrorWords.ClassOf(word);
        if (kind == FailureClass.RateLimited)
            return RateLimited(method, retryAfter) with { Code = word };

        var scope = needed is null ? "" : $" (needs the scope {needed})";
        return new(kind, $"Slack refused {method}: {word}{scope}.")
        {
            Code = word,
            // Slack says of its internal errors that some of the work may have been done; of an unknown word we know nothing.
            MaybeExecuted = kind is FailureClass.ServerError or FailureClass.Unknown,
        };
    }

    public static Failure Of(string method, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError => NotConnected(method),
        HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse => Garbled(method, exception.StatusCode ?? HttpStatusCode.OK),
        _ => Cut(method),
    };

    private static FailureClass ClassOf(HttpStatusCode status) => (int)status switch
    {
        >= 500 => FailureClass.ServerError,
        400 or 413 or 415 => FailureClass.Validation,
        401 => FailureClass.Authentication,
        403 => FailureClass.Denied,
        404 => FailureClass.NotFound,
        408 => FailureClass.Timeout,
        > 400 => FailureClass.Unknown,
        _ => FailureClass.Protocol,
    };

    private static string CodeOf(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
