using System.Net;
using System.Text.Json;
using Coordinator.Core.Failures;

namespace Coordinator.Connections.Oca;

/// <summary>The token endpoint of Oracle's identity service. Nothing of its answers gets into a message or a log but a known error code.</summary>
public sealed class IdentityClient(OcaOptions options, TimeProvider time, HttpMessageHandler? transport = null) : IDisposable
{
    private const int LongestAnswer = 256 * 1024;
    private const string Service = "Oracle's identity service";

    private readonly HttpClient _http = new(transport ?? NewTransport(options.IdcsUrl)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };

    /// <summary>The code of a login, for tokens.</summary>
    public Task<IdentityAnswer> ExchangeAsync(string code, string verifier, string redirectUri, CancellationToken cancellationToken) => AskAsync(
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = verifier, ["redirect_uri"] = redirectUri, ["client_id"] = options.ClientId }, cancellationToken);

    public Task<IdentityAnswer> RefreshAsync(string refreshToken, CancellationToken cancellationToken) => AskAsync(
        new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken, ["client_id"] = options.ClientId }, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<IdentityAnswer> AskAsync(Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await _http.PostAsync(new Uri(options.IdcsUrl, "/oauth2/v1/token"), content, either.Token);
            return Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            return IdentityAnswer.Failed(limit.IsCancellationRequested || exception is OperationCanceledException
                ? new Failure(FailureClass.Timeout, $"{Service} did not answer within {options.Timeout.TotalSeconds:0} s.")
                : exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } or JsonException
                ? Garbage()
                : new Failure(FailureClass.Network, $"No connection to {Service}."));
        }
    }

    private static IdentityAnswer Read(HttpStatusCode status, byte[] body)
    {
        var json = Parse(body);
        if ((int)status is >= 200 and < 300)
        {
            return json is { } answer && Text(answer, "access_token") is { Length: > 0 } access
                ? IdentityAnswer.Given(new IdentityTokens(access, Text(answer, "refresh_token"), Text(answer, "id_token"), LastsOf(answer)))
                : IdentityAnswer.Failed(Garbage());
        }

        var error = json is { } problem ? Text(problem, "error") : null;
        return (status, error) switch
        {
            (_, "invalid_grant") => IdentityAnswer.Refused,
            (HttpStatusCode.TooManyRequests, _) => IdentityAnswer.Failed(new Failure(FailureClass.RateLimited, $"{Service} limits the rate of our requests.")),
            ( >= HttpStatusCode.InternalServerError, _) => IdentityAnswer.Failed(new Failure(FailureClass.ServerError, $"{Service} has a fault of its own (HTTP {(int)status}).")),
            (_, "invalid_client" or "unauthorized_client") => IdentityAnswer.Failed(new Failure(FailureClass.Denied, $"{Service} does not know this client. Check {OcaOptions.ClientIdVariable} and {OcaOptions.IdcsUrlVariable}.")),
            // Some versions say no more than that.
            (HttpStatusCode.Unauthorized, _) => IdentityAnswer.Refused,
            _ => IdentityAnswer.Failed(new Failure(FailureClass.Protocol, $"{Service} refused the request (HTTP {(int)status}). Check {OcaOptions.IdcsUrlVariable}.")),
        };
    }

    private static Failure Garbage() => new(FailureClass.Protocol, $"{Service} answered what is no token. Check {OcaOptions.IdcsUrlVariable}.");

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Seconds, which some services write as text. Nonsense counts as not said.</summary>
    private static TimeSpan? LastsOf(JsonElement json)
    {
        if (!json.TryGetProperty("expires_in", out var value))
        {
            return null;
        }

        var isNumber = value.ValueKind == JsonValueKind.Number ? value.TryGetDouble(out var seconds) : double.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : null, null, out seconds);
        return isNumber && seconds is > 0 and < 100 * 86_400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static SocketsHttpHandler NewTransport(Uri address) => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLoopback,
    };
}
