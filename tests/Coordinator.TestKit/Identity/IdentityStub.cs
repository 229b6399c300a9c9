using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Coordinator.TestKit.Identity;

/// <summary>
/// An identity service in this process: its authorize endpoint sends the browser back at once, its token endpoint holds codes, PKCE, redirect addresses and refresh tokens to the rules.
/// Tokens have <see cref="Sentinel"/> in them, so that a test can look for them where they must not be.
/// </summary>
public sealed class IdentityStub : IAsyncDisposable
{
    public const string Sentinel = "S3NT1NEL";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Begun> _codes = new();
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = new();
    private readonly ConcurrentQueue<string> _grants = new();
    private int _numbers;

    private IdentityStub(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.MapGet("/oauth2/v1/authorize", (RequestDelegate)AuthorizeAsync);
        _app.MapPost("/oauth2/v1/token", (RequestDelegate)TokenAsync);
    }

    /// <summary>For <c>OCA_IDCS_URL</c>.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Of access tokens; null: it is not said.</summary>
    public int? ExpiresIn { get; set; } = 3600;

    /// <summary>An error of the authorize endpoint in place of a code.</summary>
    public string? Denies { get; set; }

    /// <summary>Status of the token endpoint in place of an answer.</summary>
    public int? TokenStatus { get; set; }

    /// <summary>Refresh tokens are not accepted any more.</summary>
    public bool RefusesRefresh { get; set; }

    /// <summary>A refresh token works once.</summary>
    public bool Rotates { get; set; } = true;

    /// <summary>The nonce that ID tokens have in place of the login's own.</summary>
    public string? WrongNonce { get; set; }

    /// <summary>The token endpoint answers when this has ended.</summary>
    public Task Holds { get; set; } = Task.CompletedTask;

    /// <summary>Whom the next login is of.</summary>
    public string Account { get; set; } = "ada@example.com";

    /// <summary><c>authorization_code</c> and <c>refresh_token</c>, as they came.</summary>
    public IReadOnlyList<string> Grants => [.. _grants];

    /// <summary>The newest access token.</summary>
    public string AccessToken => $"access-{Sentinel}-{Volatile.Read(ref _numbers)}";

    /// <param name="port">0 takes a free one.</param>
    public static async Task<IdentityStub> StartAsync(int port = 0)
    {
        var stub = new IdentityStub(port);
        await stub._app.StartAsync();
        stub.Url = new Uri(stub._app.Urls.First());
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AuthorizeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string[] needed = ["client_id", "redirect_uri", "state", "nonce", "code_challenge", "scope"];
        if (needed.Any(name => query[name] is not [{ Length: > 0 }]) || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            context.Response.StatusCode = 400;
            return Task.CompletedTask;
        }

        var code = $"code-{Sentinel}-{Guid.NewGuid():N}";
        _codes[code] = new Begun(query["client_id"]!, query["redirect_uri"]!, query["code_challenge"]!, query["nonce"]!, Account);
        var result = Denies is { } error ? $"error={error}&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E" : $"code={code}";
        context.Response.Redirect($"{query["redirect_uri"]}?{result}&state={Uri.EscapeDataString(query["state"]!)}");
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        _grants.Enqueue(form["grant_type"].ToString());
        await Holds.WaitAsync(context.RequestAborted);
        if (TokenStatus is { } status)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync($"down {Sentinel}", context.RequestAborted);
            return;
        }

        await (form["grant_type"] == "authorization_code" ? ExchangeAsync(context, form) : form["grant_type"] == "refresh_token" ? RefreshAsync(context, form) : RefuseAsync(context, "unsupported_grant_type"));
    }

    private Task ExchangeAsync(HttpContext context, IFormCollection form)
    {
        // One use, whether it is right or not.
        var isRight = _codes.TryRemove(form["code"].ToString(), out var begun)
            && begun.ClientId == form["client_id"] && begun.RedirectUri == form["redirect_uri"]
            && begun.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return isRight ? GiveAsync(context, begun!) : RefuseAsync(context, "invalid_grant");
    }

    private Task RefreshAsync(HttpContext context, IFormCollection form)
    {
        var token = form["refresh_token"].ToString();
        var isKnown = Rotates ? _refreshTokens.TryRemove(token, out _) : _refreshTokens.ContainsKey(token);
        return isKnown && !RefusesRefresh ? GiveAsync(context, null) : RefuseAsync(context, "invalid_grant");
    }

    private Task GiveAsync(HttpContext context, Begun? begun)
    {
        var number = Interlocked.Increment(ref _numbers);
        var refresh = $"refresh-{Sentinel}-{number}";
        _refreshTokens[refresh] = true;
        var answer = new Dictionary<string, object> { ["access_token"] = $"access-{Sentinel}-{number}", ["refresh_token"] = refresh, ["token_type"] = "Bearer" };
        if (ExpiresIn is { } seconds)
        {
            answer["expires_in"] = seconds;
        }

        if (begun is not null)
        {
            var claims = new { sub = begun.Account, aud = new[] { begun.ClientId }, nonce = WrongNonce ?? begun.Nonce };
            answer["id_token"] = $"e30.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.{Sentinel}";
        }

        return context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, string error)
    {
        context.Response.StatusCode = 400;
        return context.Response.WriteAsJsonAsync(new { error, error_description = $"no {Sentinel}" }, context.RequestAborted);
    }

    private sealed record Begun(string ClientId, string RedirectUri, string Challenge, string Nonce, string Account);
}
