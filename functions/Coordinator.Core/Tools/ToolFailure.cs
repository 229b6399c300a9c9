using System.Text.Json;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Tools;

/// <summary>
/// What a server says of a failed call in <c>structuredContent.error {status, code, retryable, retry_after_ms, request_id}</c>,
/// read with the meaning that runbook 9.2 gives to each status.
/// </summary>
public static class ToolFailure
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int TooManyRequests = 429;
    private const int FirstServerError = 500;

    /// <summary>The failure that is not the call's last word: it may pass (429, 5xx), or it leaves open whether something was changed (5xx). Null for everything else.</summary>
    public static Failure? Of(ToolResult result)
    {
        if (!result.IsError || ErrorOf(result.Structured) is not { } error || Number(error, "status") is not { } status)
        {
            return null;
        }

        var failure = new Failure(ClassOf(error, status), Explain(result.Structured, result.Text)) { Code = $"{status}", RetryAfter = RetryAfterOf(error) };
        return status switch
        {
            TooManyRequests => failure,
            >= FirstServerError => failure with { MaybeExecuted = true },
            _ => null,
        };
    }

    /// <summary>The server's credentials were refused (401, 403), which no other question changes; null for everything else.</summary>
    public static FailureClass? RefusedClass(ToolResult result) =>
        result.IsError && ErrorOf(result.Structured) is { } error
            ? Number(error, "status") switch { Unauthorized => FailureClass.Authentication, Forbidden => FailureClass.Denied, _ => null }
            : null;

    /// <summary>Why a call failed, for people: <c>error.message</c> where the server gives it, else the text.</summary>
    public static string Explain(JsonElement? structured, string text) =>
        ErrorOf(structured) is { } error && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String && message.GetString() is { Length: > 0 } said ? said
        : text.Length > 0 ? text
        : structured?.GetRawText() ?? "It gave no reason.";

    private static FailureClass ClassOf(JsonElement error, long status) =>
        error.TryGetProperty("retryable", out var retryable) && retryable.ValueKind == JsonValueKind.False ? FailureClass.Tool
        : status == TooManyRequests ? FailureClass.RateLimited
        : FailureClass.ServerError;

    private static TimeSpan? RetryAfterOf(JsonElement error) =>
        Number(error, "retry_after_ms") is { } pause and >= 0 and < int.MaxValue ? TimeSpan.FromMilliseconds(pause) : null;

    private static JsonElement? ErrorOf(JsonElement? structured) =>
        structured is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error : null;

    private static long? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
