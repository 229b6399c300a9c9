using Coordinator.Connections.Oca;
using Coordinator.Core.Audit;
using Coordinator.Core.State;
using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Oca;

/// <summary>
/// Logins to Oracle Code Assist (runbook 2.3): <c>POST /auth/oca/login</c> begins one, <c>POST /auth/oca/complete</c> ends one that came back to a command line,
/// <c>GET /auth/oca/status</c> and <c>POST /auth/oca/logout</c>. No token is ever sent to anybody.
/// </summary>
internal sealed class OcaEndpoint(AuditLog audit, TimeProvider time, OcaOptions? options = null, OcaLogins? logins = null, OcaTokenStore? tokens = null)
{
    private const int MaxBytes = 16 * 1024;
    private const int LongestOwner = 200;

    /// <summary><c>{"redirect_uri": "http://127.0.0.1:48801/auth/oca"}</c>; without it the browser comes back to the coordinator itself (<c>OCA_REDIRECT_URI</c>).</summary>
    public async Task<IResult> BeginAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes, "redirect_uri", "user");
        if (Refuse(body, out var known) is { } refusal)
        {
            return refusal;
        }

        if (!body.TryText("redirect_uri", out var given) || OwnerIn(body, known) is not { } owner)
        {
            return Invalid("'redirect_uri' and 'user' must be text.");
        }

        if (RedirectOf(given, known) is not { } redirect)
        {
            return given is null
                ? Problems.Create(StatusCodes.Status409Conflict, "oca-no-redirect", "This coordinator takes no logins itself", $"Set {OcaOptions.RedirectUriVariable} to its public address of {OcaOptions.CallbackPath}, or log in with the command line on your own machine.")
                : Invalid($"'redirect_uri' must be http://127.0.0.1:PORT{OcaOptions.CallbackPath}.");
        }

        try
        {
            var login = await logins!.BeginAsync(owner, redirect, isHosted: given is null, request.HttpContext.RequestAborted);
            return WebJson.Ok(new { Url = login.Url.AbsoluteUri, ExpiresAt = login.Until, User = UserOf(owner) });
        }
        catch (StateStoreException)
        {
            return OcaProblem.Unavailable.ToResult();
        }
    }

    /// <summary><c>{"state", "code"}</c>, or <c>{"state", "error"}</c>, as the browser brought them.</summary>
    public async Task<IResult> CompleteAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadAsync(request, MaxBytes, "state", "code", "error");
        if (Refuse(body, out _) is { } refusal)
        {
            return refusal;
        }

        if (!body.TryText("state", out var state) || !body.TryText("code", out var code) || !body.TryText("error", out var error))
        {
            return Invalid("'state', 'code' and 'error' must be text.");
        }

        OcaLoginOutcome outcome;
        try
        {
            outcome = await logins!.CompleteAsync(state, code, error, isHosted: false, request.HttpContext.RequestAborted);
        }
        catch (StateStoreException)
        {
            return OcaProblem.Unavailable.ToResult();
        }

        if (outcome.Token is null)
        {
            return OcaProblem.Of(outcome).ToResult();
        }

        await audit.RecordAsync("oca_login", outcome.Owner!, Caller.Of(request), null, CancellationToken.None);
        return WebJson.Ok(Show(outcome.Owner!, outcome.Token));
    }

    public async Task<IResult> StatusAsync(HttpRequest request)
    {
        if (options is null)
        {
            return OcaProblem.NotConfigured.ToResult();
        }

        return Owner(request.Query["user"] is [{ } user] ? user : null, options) is not { } owner
            ? Invalid(NameTheUser)
            : WebJson.Ok(Show(owner, (await tokens!.ReadAsync(owner, request.HttpContext.RequestAborted))?.Token));
    }

    public async Task<IResult> LogoutAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadOptionalAsync(request, MaxBytes, "user");
        if (Refuse(body, out var known) is { } refusal)
        {
            return refusal;
        }

        if (OwnerIn(body, known) is not { } owner)
        {
            return Invalid(NameTheUser);
        }

        var wasLoggedIn = await tokens!.DeleteAsync(owner, null, request.HttpContext.RequestAborted);
        await audit.RecordAsync("oca_logout", owner, Caller.Of(request), null, CancellationToken.None);
        return WebJson.Ok(new { WasLoggedIn = wasLoggedIn, User = UserOf(owner) });
    }

    private static string NameTheUser => $"Each user has a login of his own ({OcaOptions.TokensVariable}=user): name one, such as slack:T024BE7LD:U012AB3CD.";

    private IResult? Refuse(JsonBody body, out OcaOptions known)
    {
        known = options!;
        return body.Problem ?? (options is null ? OcaProblem.NotConfigured.ToResult() : null);
    }

    private static string? OwnerIn(JsonBody body, OcaOptions known) => body.TryText("user", out var user) ? Owner(user, known) : null;

    /// <summary>Null: it is not said whose it is to be.</summary>
    private static string? Owner(string? user, OcaOptions known) => !known.PerUser ? OcaOptions.Shared : user is { Length: > 0 and <= LongestOwner } && user.Count(letter => letter == ':') >= 2 ? user : null;

    private static string? UserOf(string owner) => owner == OcaOptions.Shared ? null : owner;

    private static Uri? RedirectOf(string? given, OcaOptions known) =>
        given is null ? known.RedirectUri
        : Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri is { Scheme: "http", Host: "127.0.0.1", Query: "", Fragment: "", UserInfo: "", AbsolutePath: OcaOptions.CallbackPath } ? uri
        : null;

    private object Show(string owner, OcaToken? token)
    {
        var now = time.GetUtcNow();
        return new
        {
            LoggedIn = token is not null,
            Tokens = options!.PerUser ? "user" : OcaOptions.Shared,
            User = UserOf(owner),
            token?.Account,
            Valid = token?.IsValid(now) == true,
            CanRefresh = token?.CanRefresh(now) == true,
            token?.ExpiresAt,
            ExpiresInSeconds = Left(token?.ExpiresAt, now),
            RefreshExpiresAt = token?.RefreshToken is null ? null : (DateTimeOffset?)token.RefreshExpiresAt,
            RefreshExpiresInSeconds = token?.RefreshToken is null ? null : Left(token.RefreshExpiresAt, now),
        };
    }

    private static long? Left(DateTimeOffset? end, DateTimeOffset now) => end is { } moment ? Math.Max(0, (long)(moment - now).TotalSeconds) : null;

    private static IResult Invalid(string detail) => Problems.Create(StatusCodes.Status400BadRequest, "invalid-value", "A value is not valid", detail);
}
