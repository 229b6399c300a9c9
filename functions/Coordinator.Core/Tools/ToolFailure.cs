using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Tools;

/// <summary>
/// What a server says of a failed call in <c>structuredContent.error {status, code, retryable, retry_after_ms, request_id}</c>,
/// read with the meaning that <see cref="ErrorTable"/> gives to each status.
/// </summary>
public static class ToolFailure
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int TooManyRequests = 429;
    private const int FirstServerError = 500;

    private static readonly string[] Explained = ["status", "message", "retryable", "retry_after_ms", "request_id", "meaning", "action"];

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

    /// <summary>
    /// Why a call failed, for people: the server's words, what the status means that it gives, and the next step, the server's own if it names one. A status is read from the structure only: "401" may be part of a name or an OCID.
    /// </summary>
    public static string Explain(JsonElement? structured, string text)
    {
        var cause = CauseOf(structured, text);
        return ErrorOf(structured) is { } error && Number(error, "status") is { } status && ErrorTable.OfStatus(status) is { } row
            ? ErrorText.Of(cause, row with { Action = Text(error, "action") ?? row.Action }, Text(error, "request_id"))
            : cause;
    }

    /// <summary>The same for the model, which also gets what else the server says in its error: names to choose from, for instance.</summary>
    public static ToolResult ForModel(ToolResult result) =>
        !result.IsError || ErrorOf(result.Structured) is not { } error || Number(error, "status") is null ? result
        : result with { Text = $"{Explain(result.Structured, result.Text)}{DetailsOf(error)}" };

    /// <summary>The arguments may be to blame: the status says so, or there is none.</summary>
    public static bool MayBeTheArguments(ToolResult result) =>
        result.IsError && (ErrorOf(result.Structured) is not { } error || Number(error, "status") is null or 400 or 422);

    private static string CauseOf(JsonElement? structured, string text) =>
        ErrorOf(structured) is { } error && Text(error, "message") is { } said ? said
        : text.Length > 0 ? text
        : structured?.GetRawText() ?? "It gave no reason.";

    private static string DetailsOf(JsonElement error)
    {
        var details = new JsonObject();
        foreach (var member in error.EnumerateObject().Where(member => !Explained.Contains(member.Name)).DistinctBy(member => member.Name))
        {
            details[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return details.Count == 0 ? "" : $"\nDetails: {details.ToJsonString()}";
    }

    private static FailureClass ClassOf(JsonElement error, long status) =>
        error.TryGetProperty("retryable", out var retryable) && retryable.ValueKind == JsonValueKind.False ? FailureClass.Tool
        : status == TooManyRequests ? FailureClass.RateLimited
        : FailureClass.ServerError;

    private static TimeSpan? RetryAfterOf(JsonElement error) =>
        Number(error, "retry_after_ms") is { } pause and >= 0 and < int.MaxValue ? TimeSpan.FromMilliseconds(pause) : null;

    private static JsonElement? ErrorOf(JsonElement? structured) =>
        structured is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error : null;

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static long? Number(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
