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
    private const int FirstRefusal = 400;
    private const int TimedOut = 408;
    private const int ServerError = 500;
    private const int Unavailable = 503;

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

    /// <summary>The same for a request that changes something.</summary>
    public ToolError OfWrite() => Status is TimedOut or >= ServerError and not Unavailable
        ? this with { Message = $"{Message} Whether it was done is not known.", Action = "Look whether it was done before trying again" }
        : this;

    /// <summary>For people: cause, meaning, next step, request id. The choices stand in the next step, unless it is one of its own.</summary>
    public string Text => ErrorText.Of(Message, Row with { Action = NextStep }, RequestId);

    /// <summary>A status that the table does not have is still told with a meaning and a next step.</summary>
    private ErrorRow Row => ErrorTable.OfStatus(Status) ?? (Status < FirstRefusal
        ? new ErrorRow($"{Status}", "Not an answer", "Check the address")
        : new ErrorRow($"{Status}", "Refused", "Check parameters"));

    private string NextStep => Action
        ?? (Choices.Count > 0 ? $"Choose one of: {string.Join(", ", Choices)}" : null)
        ?? (RetryAfter is { } pause ? $"Wait {Math.Ceiling(pause.TotalSeconds):0} s and retry" : Row.Action);

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["status"] = Status, ["code"] = Code, ["retryable"] = IsRetryable, ["message"] = Message };
        if (RetryAfter is { } pause) error["retry_after_ms"] = (long)pause.TotalMilliseconds;
        if (RequestId is not null) error["request_id"] = RequestId;
        error["meaning"] = Row.Meaning;
        error["action"] = NextStep;
        if (Choices.Count > 0) error["choices"] = new JsonArray([.. Choices.Select(choice => JsonValue.Create(choice))]);
        return new JsonObject { ["type"] = "error", ["error"] = error };
    }
}
