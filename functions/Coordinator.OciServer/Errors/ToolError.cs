using System.Text.Json.Nodes;
using Coordinator.Core.Failures;

namespace Coordinator.OciServer.Errors;

/// <summary>
/// Why a call failed: <c>structuredContent.error</c>. Status and code are the service's, or in its manner for what went wrong before it was asked;
/// what a status means and what to do about it is the coordinator's table (runbook 9.2).
/// </summary>
/// <param name="IsRetryable">Whether the same call may succeed later without anything being changed.</param>
internal sealed record ToolError(int Status, string Code, bool IsRetryable, string Message)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>By which the service's operators find the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>A better next step than the one for the status.</summary>
    public string? Action { get; init; }

    /// <summary>What an ambiguous or unknown name may have meant.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    public static ToolError InvalidParameter(string message) => new(400, "InvalidParameter", false, message);

    public static ToolError Credentials(string code, string message, string action) => new(401, code, false, message) { Action = action };

    public static ToolError NotFound(string message) => new(404, "NotFound", false, message);

    public static ToolError Conflict(string code, string message) => new(409, code, false, message);

    public static ToolError Internal(string message) => new(500, "InternalError", false, message);

    public static ToolError BadAnswer(string message) => new(502, "InvalidResponse", true, message);

    public static ToolError Unreachable(string message) => new(503, "Unreachable", true, message) { Action = "Check the network, a proxy, and the region" };

    public static ToolError OutOfTime(string message) => new(504, "TimedOut", true, message);

    /// <summary>For people: cause, meaning, next step, request id. The choices stand in the next step, unless it is one of its own.</summary>
    public string Text => ErrorTable.OfStatus(Status) is { } row ? ErrorText.Of(Message, row with { Action = NextStep ?? row.Action }, RequestId) : Message;

    private string? NextStep => Action ?? (Choices.Count > 0 ? $"Choose one of: {string.Join(", ", Choices)}" : null);

    public JsonObject ToJson()
    {
        var row = ErrorTable.OfStatus(Status);
        var error = new JsonObject { ["status"] = Status, ["code"] = Code, ["retryable"] = IsRetryable, ["message"] = Message };
        if (RetryAfter is { } pause) error["retry_after_ms"] = (long)pause.TotalMilliseconds;
        if (RequestId is not null) error["request_id"] = RequestId;
        if (row is not null) error["meaning"] = row.Meaning;
        if ((NextStep ?? row?.Action) is { } action) error["action"] = action;
        if (Choices.Count > 0) error["choices"] = new JsonArray([.. Choices.Select(choice => JsonValue.Create(choice))]);
        return new JsonObject { ["type"] = "error", ["error"] = error };
    }
}
