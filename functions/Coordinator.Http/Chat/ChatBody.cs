using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Chat;

/// <summary>The body of <c>POST /chat</c>: <c>{message, thread_id?, user_id?}</c>.</summary>
internal sealed record ChatBody(string Message, string? ThreadId, string? UserId)
{
    public const int MaxMessageCharacters = 8_000;

    /// <summary>Some clients say where they speak from and what they know besides, in <c>channel</c> and <c>metadata</c>: nothing depends on it.</summary>
    private static readonly string[] Fields = ["message", "thread_id", "user_id", "channel", "metadata"];

    /// <summary>Room for the longest message with every character escaped.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>Either the body or the problem with it.</summary>
    public static async Task<(ChatBody? Body, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        var json = await JsonBody.ReadAsync(request, MaxBytes, Fields);
        if (json.Problem is { } problem)
        {
            return (null, problem);
        }

        if (!json.TryText("message", out var message) || string.IsNullOrWhiteSpace(message))
        {
            return Invalid("message must be a text that is not empty.");
        }

        message = message.Trim();
        if (message.Length > MaxMessageCharacters)
        {
            return Invalid($"message has {message.Length} characters; at most {MaxMessageCharacters} are allowed.");
        }

        if (!json.TryText("thread_id", out var threadId) || (threadId is not null && !Runs.ThreadId.IsValid(threadId)))
        {
            return Invalid(Runs.ThreadId.Rule);
        }

        return json.TryText("user_id", out var userId) && Runs.UserId.IsValid(userId)
            ? (new ChatBody(message, threadId, userId), null)
            : Invalid(Runs.UserId.Rule);
    }

    private static (ChatBody?, IResult) Invalid(string detail) =>
        (null, Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", detail));
}
