using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Oca;

/// <summary>Logins by owner, encrypted.</summary>
public sealed partial class OcaTokenStore(ISecretVault vault, IDataProtectionProvider protection, ILogger<OcaTokenStore> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("oca", "tokens", "v1");

    /// <summary>Null: there is none, or none that can be read.</summary>
    public async Task<KeptToken?> ReadAsync(string owner, CancellationToken cancellationToken)
    {
        if (await vault.ReadAsync(NameOf(owner), cancellationToken) is not { } kept)
        {
            return null;
        }

        try
        {
            return new KeptToken(OcaToken.Deserialize(_protector.Unprotect(kept.Content)), kept.Tag);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // The key ring is lost, or was another one. Logging in again puts it right.
            LogUnreadable(exception.GetType().Name);
            return null;
        }
    }

    public Task PutAsync(string owner, OcaToken token, CancellationToken cancellationToken) => vault.PutAsync(NameOf(owner), _protector.Protect(token.Serialize()), cancellationToken);

    /// <summary>False: somebody else has changed it.</summary>
    public Task<bool> ReplaceAsync(string owner, OcaToken token, string tag, CancellationToken cancellationToken) =>
        vault.ReplaceAsync(NameOf(owner), _protector.Protect(token.Serialize()), tag, cancellationToken);

    /// <param name="tag">Only if it is still as it was read; null: whatever is there.</param>
    public Task<bool> DeleteAsync(string owner, string? tag, CancellationToken cancellationToken) => vault.DeleteAsync(NameOf(owner), tag, cancellationToken);

    /// <summary>No name of a user gets into the name of a file or blob.</summary>
    internal static string NameOf(string owner) => owner == OcaOptions.Shared ? "oca-shared" : $"oca-user-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)))}";

    [LoggerMessage(LogLevel.Warning, "oca_login_unreadable reason={Reason} it was encrypted with keys that are not there: log in again")]
    private partial void LogUnreadable(string reason);
}

/// <param name="Tag">For a change that must not overwrite another.</param>
public sealed record KeptToken(OcaToken Token, string Tag);
