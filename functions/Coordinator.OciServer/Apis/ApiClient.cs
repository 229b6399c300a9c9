using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using Coordinator.OciServer.Credentials;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Regions;
using Coordinator.OciServer.Signing;

namespace Coordinator.OciServer.Apis;

/// <summary>Sends one request, once. Whether it is sent again is for the caller of the tool to say.</summary>
internal sealed class ApiClient(HttpClient http, Principals principals, RegionList regions, Func<string, string?> variable, TimeProvider clock)
{
    /// <summary>Far more than a page of a thousand items.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    /// <exception cref="ToolException">Whatever kept it from succeeding.</exception>
    public async Task<ApiResponse> SendAsync(ApiTarget target, ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = Prepare(target, request);
        try
        {
            var response = await ExchangeAsync(message, cancellationToken) with { IsOfWrite = request.IsWrite };
            return response.IsSuccess ? response : throw new ToolException(ServiceErrors.Of(response, target.Authorization, clock.GetUtcNow()));
        }
        catch (ToolException exception) when (request.IsWrite)
        {
            throw new ToolException(exception.Error.OfWrite());
        }
    }

    private HttpRequestMessage Prepare(ApiTarget target, ApiRequest request)
    {
        var body = request.Body is null ? [] : Encoding.UTF8.GetBytes(request.Body.ToJsonString());
        if (target.Authorization.Kind == AuthorizationKind.Oci)
        {
            var (profile, principal) = principals.Of(target.Profile);
            var region = regions.Find(target.Region ?? profile.Region);
            var signed = Message(profile.Endpoint ?? Host(target.Url, region), request);
            RequestSignature.Sign(signed, body, principal, clock.GetUtcNow());
            return signed;
        }

        var message = Message(target.Url, request);
        if (request.Body is not null) message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) } };
        message.Headers.Authorization = Credentials(target.Authorization);
        return message;
    }

    private static string Host(string url, (string Name, string Domain) region) =>
        url.Replace("{region}", region.Name, StringComparison.Ordinal).Replace("{realm}", region.Domain, StringComparison.Ordinal);

    private static HttpRequestMessage Message(string url, ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, url + request.Target);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        foreach (var (name, value) in request.Headers) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    private AuthenticationHeaderValue? Credentials(Authorization authorization) => authorization.Kind switch
    {
        AuthorizationKind.Bearer => new AuthenticationHeaderValue("Bearer", Secret(authorization.TokenVariable!)),
        AuthorizationKind.Basic => new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Secret(authorization.UserVariable!)}:{Secret(authorization.PasswordVariable!)}"))),
        _ => null,
    };

    private string Secret(string name) => variable(name) is { Length: > 0 } value
        ? value
        : throw new ToolException(ToolError.Credentials("NoCredentials", $"{name} is not set.", $"Set {name}, and restart the server"));

    private async Task<ApiResponse> ExchangeAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(message, cancellationToken);
            return new ApiResponse((int)response.StatusCode, response.Headers, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw new ToolException(Explain(exception, message.RequestUri!.Authority));
        }
    }

    private static ToolError Explain(HttpRequestException exception, string host) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => ToolError.Unreachable($"The host {host} was not found."),
        HttpRequestError.ConnectionError => ToolError.Unreachable($"No connection to {host}."),
        HttpRequestError.SecureConnectionError => ToolError.Unreachable($"No secure connection to {host}: {exception.InnerException?.Message ?? exception.Message}"),
        HttpRequestError.ConfigurationLimitExceeded => ToolError.BadAnswer($"{host} answered with more than {MostBytes / 1024 / 1024} MB.") with { IsRetryable = false, Action = "Ask for less" },
        HttpRequestError.ResponseEnded => ToolError.BadAnswer($"The answer of {host} broke off."),
        _ => ToolError.BadAnswer($"The exchange with {host} failed: {exception.Message}"),
    };
}
