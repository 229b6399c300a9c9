using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Slack;

/// <summary>Reads one HTTP response of the Web API.</summary>
internal static class SlackAnswer
{
    /// <summary>The answer's JSON object if Slack said <c>ok</c>.</summary>
    public static Outcome<JsonElement> Read(string method, HttpResponseMessage response, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var retryAfter = RetryAfter(response.Headers.RetryAfter, now);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return SlackFailures.RateLimited(method, retryAfter);
        if ((int)response.StatusCode >= 500)
            return SlackFailures.Status(method, response.StatusCode);

        if (Parse(body) is not { } answer || Ok(answer) is not { } ok)
            return response.IsSuccessStatusCode ? SlackFailures.Garbled(method, response.StatusCode) : SlackFailures.Status(method, response.StatusCode);
        if (!ok)
            return SlackFailures.Refused(method, Word(answer.Text("error")) ?? "unknown_error", Word(answer.Text("needed")), retryAfter);

        return response.IsSuccessStatusCode ? answer : SlackFailures.Status(method, response.StatusCode);
    }

    /// <summary>A member's text; null if it is absent or no text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static bool? Ok(JsonElement answer) => answer.Member("ok")?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date - now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Goes into messages for users, so only what looks like a word of Slack's.</summary>
    private static string? Word(string? text) =>
        text is { Length: > 0 and <= 80 } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or ':' or '.' or ',' or '-') ? text : null;
}
