using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Anthropic.Exceptions;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Models;

/// <summary>Puts everything that can go wrong with a model call into a class and into words for users.</summary>
internal sealed class ModelFailures(ModelOptions options)
{
    private const int LongestQuote = 300;

    /// <summary>The provider answered with an HTTP status other than 2xx.</summary>
    public Failure FromStatus(int status, ProviderError? error, TimeSpan? retryAfter)
    {
        var failure = error?.IsSpendLimit == true || status == 402
            ? new Failure(FailureClass.Denied, $"The spending limit or quota of the account at the {Provider} is reached; someone has to raise it.")
            : FromKind(status, error);
        return failure with { Code = status.ToString(CultureInfo.InvariantCulture), RetryAfter = retryAfter };
    }

    /// <summary>The provider broke off its answer with an error event.</summary>
    public Failure FromEvent(ProviderError error)
    {
        var status = error.Type switch
        {
            "overloaded_error" => 529,
            "rate_limit_error" or "rate_limit_exceeded" => 429,
            "authentication_error" => 401,
            "permission_error" => 403,
            "not_found_error" => 404,
            "invalid_request_error" => 400,
            _ => 500,
        };
        return FromStatus(status, error, null) with { Code = error.Type ?? error.Code ?? "error", MaybeExecuted = true };
    }

    /// <param name="limit">Ours; null: it was not ours that ran out.</param>
    public Failure TimedOut(TimeSpan? limit = null) => new(FailureClass.Timeout, limit is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"The {Provider} did not finish its answer within {time.TotalSeconds:0.###} s.")
        : $"The {Provider} did not finish its answer in time.")
    {
        MaybeExecuted = true,
    };

    public Failure Cut() => new(FailureClass.Network, $"The connection to the {Provider} was cut before the answer was complete.") { MaybeExecuted = true };

    public Failure Garbage(string what) => new(FailureClass.Protocol, $"The {Provider} {what}.") { MaybeExecuted = true };

    public Failure Refused() => new(FailureClass.Denied, $"The {Provider} declined to answer this (content filter).") { MaybeExecuted = true };

    public Failure From(Exception exception)
    {
        var causes = Chain(exception).ToList();
        if (causes.OfType<ModelFailedException>().FirstOrDefault() is { } known)
            return known.Failure;
        foreach (var cause in causes)
            if (Classified(cause) is { } failure)
                return failure;
        return new Failure(FailureClass.Unknown, $"The call of the {Provider} failed for an unknown reason.") { MaybeExecuted = true };
    }

    private string Provider => $"model provider ({options.Provider})";

    private Failure FromKind(int status, ProviderError? error) => status switch
    {
        429 => new Failure(FailureClass.RateLimited, $"The {Provider} limits the rate of our requests."),
        529 => new Failure(FailureClass.Overloaded, $"The {Provider} is overloaded."),
        >= 500 when error?.Type == "overloaded_error" => new Failure(FailureClass.Overloaded, $"The {Provider} is overloaded."),
        >= 500 or 408 or 409 => new Failure(FailureClass.ServerError, $"The {Provider} has a fault of its own."),
        401 => new Failure(FailureClass.Authentication, $"The {Provider} does not accept our API key."),
        403 => new Failure(FailureClass.Denied, $"The {Provider} does not allow this with our API key."),
        404 => new Failure(FailureClass.NotFound, $"The {Provider} does not know the model '{options.Model}' or the address{Quote(error)}."),
        >= 400 => new Failure(FailureClass.Validation, $"The {Provider} refused the request (HTTP {status}){Quote(error)}."),
        _ => new Failure(FailureClass.Protocol, $"The {Provider} answered with the unexpected HTTP status {status}."),
    };

    private Failure? Classified(Exception cause) => cause switch
    {
        AnthropicSseException stream => FromEvent(ProviderError.Parse(stream.Body) ?? ProviderError.Unexplained),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } connect =>
            new Failure(FailureClass.Network, $"No connection to the {Provider}.") { Code = connect.HttpRequestError.ToString() },
        TimeoutException or OperationCanceledException => TimedOut(),
        HttpRequestException or IOException or SocketException => Cut(),
        JsonException or AnthropicInvalidDataException or FormatException or KeyNotFoundException or ArgumentException or InvalidOperationException =>
            Garbage("answered something that is not its protocol"),
        _ => null,
    };

    private string Quote(ProviderError? error)
    {
        if (string.IsNullOrWhiteSpace(error?.Message))
            return "";
        var text = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        if (options.ApiKey is { Length: > 0 } key)
            text = text.Replace(key, "***", StringComparison.Ordinal);
        return ": " + (text.Length <= LongestQuote ? text : text[..LongestQuote] + "…");
    }

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        yield return exception;
        var inner = exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } one ? [one] : (IReadOnlyList<Exception>)[];
        foreach (var cause in inner.SelectMany(Chain))
            yield return cause;
    }
}
