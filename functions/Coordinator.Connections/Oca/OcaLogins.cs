using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordinator.Core.State;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Oca;

/// <summary>Logs people in: the authorization code flow with PKCE (S256), state and nonce. Whoever asked for it never sees a token.</summary>
public sealed partial class OcaLogins(OcaOptions options, IStateStore store, OcaTokenStore tokens, IdentityClient identity, IDataProtectionProvider protection, TimeProvider time, ILogger<OcaLogins> logger)
{
    private const int LongestState = 200;
    private const int LongestCode = 8_192;

    /// <summary>Errors of the authorize endpoint that may be logged (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6); others could be anybody's text.</summary>
    private static readonly HashSet<string> KnownErrors = new(StringComparer.Ordinal)
    {
        "access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope", "server_error", "temporarily_unavailable",
        "interaction_required", "login_required", "account_selection_required", "consent_required",
    };

    private readonly IDataProtector _protector = protection.CreateProtector("oca", "logins", "v1");

    /// <param name="redirectUri">Where the browser comes back to.</param>
    /// <param name="isHosted">It is this coordinator that it comes back to.</param>
    /// <exception cref="StateStoreException">It could not be kept.</exception>
    public async Task<OcaLogin> BeginAsync(string owner, Uri redirectUri, bool isHosted, CancellationToken cancellationToken)
    {
        var (state, verifier, nonce) = (Random(32), Random(64), Random(32));
        var pending = new PendingLogin { Owner = owner, Verifier = verifier, Nonce = nonce, RedirectUri = redirectUri.AbsoluteUri, IsHosted = isHosted };
        var json = _protector.Protect(JsonSerializer.Serialize(pending, OcaJson.Default.PendingLogin));
        await store.AddAsync(PendingLogin.KeyOf(state), json, PendingLogin.Lasts, cancellationToken);
        return new OcaLogin(AuthorizeUrl(redirectUri, state, nonce, verifier), time.GetUtcNow() + PendingLogin.Lasts);
    }

    /// <exception cref="StateStoreException">Nobody can tell now whether there is such a login.</exception>
    public async Task<OcaLoginOutcome> CompleteAsync(string? state, string? code, string? error, bool isHosted, CancellationToken cancellationToken)
    {
        if (await TakeAsync(state, isHosted, cancellationToken) is not { } pending)
        {
            LogRefused("unknown_state");
            return OcaLoginOutcome.Unknown;
        }

        if (error is { Length: > 0 } || code is not { Length: > 0 and <= LongestCode })
        {
            LogRefused(error is null ? "no_code" : KnownErrors.Contains(error) ? error : "other_error");
            return error == "access_denied" ? OcaLoginOutcome.Denied : OcaLoginOutcome.NotGranted;
        }

        // It is paid for with a code that works once: who goes away now must not lose it.
        var answer = await identity.ExchangeAsync(code, pending.Verifier, pending.RedirectUri, CancellationToken.None);
        if (answer.Tokens is not { } given)
        {
            LogRefused(answer.Failure?.Class.ToString() ?? "invalid_grant");
            return answer.Failure is { } failure ? OcaLoginOutcome.Failed(failure) : OcaLoginOutcome.NotGranted;
        }

        if (IdToken.Problem(given.IdToken, options.ClientId, pending.Nonce, out var account) is { } problem)
        {
            LogRefused(problem);
            return OcaLoginOutcome.NotGranted;
        }

        var token = OcaToken.Of(given, account, null, time.GetUtcNow());
        await tokens.PutAsync(pending.Owner, token, CancellationToken.None);
        LogDone(pending.Owner, token.ExpiresAt);
        return OcaLoginOutcome.Done(pending.Owner, token);
    }

    /// <summary>At most once: of two who come with the same state one finds it gone.</summary>
    private async Task<PendingLogin?> TakeAsync(string? state, bool isHosted, CancellationToken cancellationToken)
    {
        if (state is not { Length: > 0 and <= LongestState } || await store.ReadAsync(PendingLogin.KeyOf(state), cancellationToken) is not { } stored)
        {
            return null;
        }

        var pending = Read(stored.Value);
        return pending?.IsHosted == isHosted && await store.DeleteAsync(PendingLogin.KeyOf(state), stored.Version, cancellationToken) ? pending : null;
    }

    private PendingLogin? Read(string stored)
    {
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(stored), OcaJson.Default.PendingLogin);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private Uri AuthorizeUrl(Uri redirectUri, string state, string nonce, string verifier)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        (string Name, string Value)[] query =
        [
            ("client_id", options.ClientId), ("response_type", "code"), ("scope", options.Scope), ("redirect_uri", redirectUri.AbsoluteUri),
            ("state", state), ("nonce", nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ];
        return new Uri(options.IdcsUrl, $"/oauth2/v1/authorize?{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}");
    }

    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    [LoggerMessage(LogLevel.Information, "oca_login owner={Owner} expires_at={ExpiresAt:O}")]
    private partial void LogDone(string owner, DateTimeOffset expiresAt);

    [LoggerMessage(LogLevel.Warning, "oca_login_failed reason={Reason}")]
    private partial void LogRefused(string reason);
}

/// <param name="Url">For a browser.</param>
/// <param name="Until">Later it is not accepted any more.</param>
public sealed record OcaLogin(Uri Url, DateTimeOffset Until);
