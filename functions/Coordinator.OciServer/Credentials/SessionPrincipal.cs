using System.Security.Cryptography;
using System.Text.Json;
using Coordinator.OciServer.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace Coordinator.OciServer.Credentials;

/// <summary>A user who has logged in with <c>oci session authenticate</c>. The token file is read again when the token is about to end: <c>oci session refresh</c> writes a new one.</summary>
internal sealed class SessionPrincipal(OciProfile profile, RSA key, TimeProvider clock) : ISigningPrincipal
{
    /// <summary>A request may be under way so long.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private volatile Token? current;

    public string Tenancy => profile.Tenancy;

    public string KeyId()
    {
        if (current is not { } held || clock.GetUtcNow() + Margin >= held.Ends) current = held = ReadToken();
        if (clock.GetUtcNow() >= held.Ends)
        {
            throw new ToolException(ToolError.Credentials(
                "SessionExpired", $"The session of profile {profile.Name} ended at {held.Ends:yyyy-MM-dd HH:mm} UTC.", $"Log in again with: oci session authenticate --profile-name {profile.Name}"));
        }

        return $"ST${held.Text}";
    }

    public byte[] Sign(byte[] text) => key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private Token ReadToken()
    {
        try
        {
            var token = File.ReadAllText(profile.TokenFile!).Trim();
            var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(token.Split('.')[1])).RootElement;
            return new Token(token, DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw Unusable("holds no token (a JSON Web Token with the time it ends).");
        }
    }

    private ToolException Unusable(string why) => new(ToolError.Credentials(
        "UnusableToken", $"The security token {profile.TokenFile} of profile {profile.Name} {why}", $"Log in again with: oci session authenticate --profile-name {profile.Name}"));

    private sealed record Token(string Text, DateTimeOffset Ends);
}
