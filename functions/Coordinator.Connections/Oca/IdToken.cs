using System.Buffers.Text;
using System.Text.Json;

namespace Coordinator.Connections.Oca;

/// <summary>
/// What an ID token says. It came from the token endpoint itself over TLS, which stands in for its signature (OpenID Connect Core 3.1.3.7);
/// what is checked is that it is for this client and this very login.
/// </summary>
internal static class IdToken
{
    /// <summary>Null if it fits; else what is wrong, without anything of the token.</summary>
    public static string? Problem(string? token, string clientId, string nonce, out string? account)
    {
        account = null;
        if (Claims(token) is not { } claims)
        {
            return "no ID token";
        }

        account = Text(claims, "user_displayname") ?? Text(claims, "sub");
        return Text(claims, "nonce") != nonce ? "the nonce of another login" : !IsFor(claims, clientId) ? "a token for another client" : null;
    }

    private static bool IsFor(JsonElement claims, string clientId) => claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
    {
        JsonValueKind.String => audience.GetString() == clientId,
        JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == clientId),
        _ => false,
    };

    private static JsonElement? Claims(string? token)
    {
        try
        {
            return token?.Split('.') is [_, var payload, _] && JsonElement.Parse(Base64Url.DecodeFromChars(payload)) is { ValueKind: JsonValueKind.Object } claims ? claims : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
