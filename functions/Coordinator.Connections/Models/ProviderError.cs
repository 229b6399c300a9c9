using System.Text.Json;

namespace Coordinator.Connections.Models;

/// <summary>
/// The error object that all providers send: <c>{"error": {"type", "code", "message"}}</c>; Anthropic adds <c>details.error_code</c>.
/// </summary>
internal sealed record ProviderError(string? Type, string? Code, string? Message)
{
    // Most come with status 429, but waiting does not help: someone has to pay or raise a limit.
    private static readonly HashSet<string> SpendLimits = new(StringComparer.Ordinal)
    {
        "contract_spend_limit_reached", "enforced_spend_limit_reached", "linked_organization_spend_limit_reached",
        "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error",
    };

    public bool IsSpendLimit => (Code is not null && SpendLimits.Contains(Code)) || (Type is not null && SpendLimits.Contains(Type));

    public static ProviderError Unexplained { get; } = new(null, null, null);

    /// <summary>Null if the text holds no such object.</summary>
    public static ProviderError? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Parse(json.RootElement);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static ProviderError? Parse(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) ? Read(error) : null;

    /// <summary>From the inner object alone.</summary>
    public static ProviderError? ParseError(ReadOnlyMemory<byte> error)
    {
        using var json = JsonDocument.Parse(error);
        return Read(json.RootElement);
    }

    private static ProviderError? Read(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => new ProviderError(null, null, error.GetString()),
        JsonValueKind.Object => new ProviderError(
            Text(error, "type"),
            (error.TryGetProperty("details", out var details) ? Text(details, "error_code") : null) ?? Text(error, "code"),
            Text(error, "message")),
        _ => null,
    };

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
