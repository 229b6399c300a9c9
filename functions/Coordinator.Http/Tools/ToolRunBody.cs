using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary>The body of <c>POST /tools/execute</c>: <c>{name, arguments?, timeout_seconds?, user_id?}</c>.</summary>
internal sealed record ToolRunBody(string Name, JsonElement Arguments, int? TimeoutSeconds, string? UserId)
{
    /// <summary>As long as a run may take at its longest.</summary>
    public const int LongestTimeout = 3_600;

    private const int MaxBytes = 256 * 1024;

    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    /// <summary>Either the body or the problem with it.</summary>
    public static async Task<(ToolRunBody? Body, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        var json = await JsonBody.ReadAsync(request, MaxBytes, "name", "arguments", "timeout_seconds", "user_id");
        if (json.Problem is { } problem)
        {
            return (null, problem);
        }

        if (!json.TryText("name", out var name) || string.IsNullOrWhiteSpace(name))
        {
            return Invalid("name must be the exact name of a tool.");
        }

        if (!TryArguments(json.Root, out var arguments))
        {
            return Invalid("arguments must be a JSON object.");
        }

        if (!TryTimeout(json.Root, out var timeout))
        {
            return Invalid($"timeout_seconds must be a whole number from 1 to {LongestTimeout}.");
        }

        return json.TryText("user_id", out var user) && Runs.UserId.IsValid(user)
            ? (new ToolRunBody(name, arguments, timeout, user), null)
            : Invalid(Runs.UserId.Rule);
    }

    public static (ToolRunBody?, IResult) Invalid(string detail) =>
        (null, Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", detail));

    private static bool TryArguments(JsonElement root, out JsonElement arguments)
    {
        arguments = root.TryGetProperty("arguments", out var value) && value.ValueKind != JsonValueKind.Null ? value : NoArguments;
        return arguments.ValueKind == JsonValueKind.Object;
    }

    private static bool TryTimeout(JsonElement root, out int? seconds)
    {
        seconds = null;
        if (!root.TryGetProperty("timeout_seconds", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        seconds = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
        return seconds is >= 1 and <= LongestTimeout;
    }
}
