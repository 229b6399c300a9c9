namespace Coordinator.TestKit.Models;

/// <summary>What the stub answers to one request, whichever API it was sent to.</summary>
public sealed record ModelReply
{
    /// <summary>200 sends the answer, anything else an error.</summary>
    public int Status { get; init; } = 200;

    public string Text { get; init; } = "";

    public IReadOnlyList<StubCall> Calls { get; init; } = [];

    public int InputTokens { get; init; } = 12;

    public int OutputTokens { get; init; } = 7;

    /// <summary>Null: what fits the answer (<c>end_turn</c> or <c>tool_use</c>; <c>stop</c> or <c>tool_calls</c>). Else sent as it is.</summary>
    public string? FinishReason { get; init; }

    public Delivery Delivery { get; init; } = Delivery.Whole;

    /// <summary>For <see cref="Delivery.HoldHalfway"/>.</summary>
    public ModelHold? Hold { get; init; }

    /// <summary>Pause of <see cref="Delivery.Drip"/>.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(5);

    public string ErrorType { get; init; } = "api_error";

    public string? ErrorCode { get; init; }

    public string ErrorMessage { get; init; } = "the stub was told to fail";

    /// <summary>Value of the <c>Retry-After</c> header, as it is.</summary>
    public string? RetryAfter { get; init; }

    public static ModelReply Says(string text) => new() { Text = text };

    public static ModelReply Asks(params StubCall[] calls) => new() { Calls = calls };

    public static ModelReply Fails(int status, string? retryAfter = null) => new() { Status = status, RetryAfter = retryAfter, ErrorType = ErrorTypeOf(status) };

    private static string ErrorTypeOf(int status) => status switch
    {
        400 or 413 or 422 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        _ => "api_error",
    };
}
