namespace Coordinator.DemoServer.Tools;

/// <summary>What is wrong, for machines and people; status and code in the manner of the cloud's own API.</summary>
/// <param name="Retryable">Whether the same call may succeed later without anything being changed.</param>
internal sealed record ToolError(int Status, string Code, bool Retryable, string Message)
{
    /// <summary>Names to ask for instead.</summary>
    public IReadOnlyList<string>? Similar { get; init; }

    /// <summary>The things that an ambiguous name may mean.</summary>
    public IReadOnlyList<InstanceView>? Matches { get; init; }

    public static implicit operator ToolAnswer(ToolError error) => new ErrorAnswer(error);

    public static ToolError InvalidParameter(string message) => new(400, "InvalidParameter", false, message);

    public static ToolError NotFound(string message) => new(404, "NotFound", false, message);

    public static ToolError Conflict(string code, string message) => new(409, code, false, message);

    public static ToolError Unavailable(string message) => new(503, "ServiceUnavailable", true, message);

    public static ToolError Internal(string message) => new(500, "InternalError", false, message);
}
