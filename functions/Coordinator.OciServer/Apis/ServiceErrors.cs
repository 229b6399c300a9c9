using System.Globalization;
using System.Text.Json;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;

namespace Coordinator.OciServer.Apis;

/// <summary>What a service's refusal means. OCI says <c>{"code": "…", "message": "…"}</c>, others say it in other ways.</summary>
internal static class ServiceErrors
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int TooManyRequests = 429;
    private const int NotImplemented = 501;
    private const int FirstServerError = 500;
    private const int Unavailable = 503;
    private const int MostWords = 500;

    /// <summary>OCI refuses requests whose date is further off.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    public static ToolError Of(ApiResponse response, Authorization authorization, DateTimeOffset now)
    {
        var (code, message) = Words(response);
        var error = new ToolError(response.Status, code ?? $"Http{response.Status}", IsRetryable(response.Status), message)
        {
            RequestId = response.RequestId,
            RetryAfter = RetryAfter(response, now),
        };
        return response.Status switch
        {
            Unauthorized when authorization.Kind == AuthorizationKind.Oci && Skew(response, now) is { } skew => error with
            {
                Message = $"{message} The clock here is {Minutes(skew)} the service's, whose date is {response.Headers.Date:yyyy-MM-dd HH:mm:ss} UTC.",
                Action = "Set this machine's clock",
            },
            NotFound when code == "NotAuthorizedOrNotFound" => error with { Action = "Verify OCID exists, in this region, and check IAM policies: OCI does not say which" },
            _ when authorization.Kind != AuthorizationKind.Oci => error with { Action = ActionElsewhere(response.Status, authorization) },
            _ => error,
        };
    }

    /// <summary>The table's next steps are those of OCI: another API knows no OCIDs and no IAM policies. Null where they fit every API.</summary>
    private static string? ActionElsewhere(int status, Authorization authorization) => (status, authorization.Kind) switch
    {
        (Unauthorized, AuthorizationKind.Bearer) => $"Check {authorization.TokenVariable}, and restart the server",
        (Unauthorized, AuthorizationKind.Basic) => $"Check {authorization.UserVariable} and {authorization.PasswordVariable}, and restart the server",
        (Unauthorized, _) => "Give the API an authorization in its file of tools",
        (Forbidden, _) => "Check what the server's user may do there",
        (NotFound, _) => "Check that it exists, and the path in the file of tools",
        (Unavailable, _) => "Wait until the service is back",
        _ => null,
    };

    private static bool IsRetryable(int status) => status == TooManyRequests || (status >= FirstServerError && status != NotImplemented);

    private static (string? Code, string Message) Words(ApiResponse response)
    {
        try
        {
            var body = JsonDocument.Parse(response.Content).RootElement;
            if (body.ValueKind != JsonValueKind.Object) return (null, Plain(response));
            var nested = body.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : body;
            return (Text(nested, "code"), Text(nested, "message") ?? Text(nested, "detail") ?? Text(nested, "title") ?? Text(body, "error_description") ?? Text(body, "error") ?? Plain(response));
        }
        catch (JsonException)
        {
            return (null, Plain(response));
        }
    }

    private static string Plain(ApiResponse response)
    {
        var text = System.Text.Encoding.UTF8.GetString(response.Content.Span).ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? $"The service answered {response.Status}." : $"The service answered {response.Status}: {Cut(text)}";
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    } is { Length: > 0 } text ? Cut(text) : null;

    private static string Cut(string text) => text.Length > MostWords ? $"{text[..MostWords]}…" : text;

    private static TimeSpan? RetryAfter(ApiResponse response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private static TimeSpan? Skew(ApiResponse response, DateTimeOffset now) =>
        response.Headers.Date is { } date && (now - date).Duration() > MostSkew ? now - date : null;

    private static string Minutes(TimeSpan skew) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(skew.Duration().TotalMinutes)} minutes {(skew > TimeSpan.Zero ? "ahead of" : "behind")}");
}
