using System.Net.Http.Headers;
using Coordinator.Core.Failures;
using Coordinator.Core.Models;

namespace Coordinator.Connections.Models;

/// <summary>Asks the provider for its list of models, over a connection like that of the model's calls.</summary>
internal sealed class ProviderCheck(ModelOptions options, TimeProvider time, HttpMessageHandler? transport = null) : IModelProvider, IDisposable
{
    private const string AnthropicVersion = "2023-06-01";

    private readonly ModelFailures _failures = new(options);
    private readonly HttpClient _http = ModelHttp.CreateClient(options, time, transport);

    /// <summary>OCI Generative AI has no list of models for holders of an API key: that it says so is an answer.</summary>
    public async Task<Failure?> CheckAsync(CancellationToken cancellationToken)
    {
        using var request = Request();
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            var failure = _failures.From(exception);
            return failure.Class == FailureClass.NotFound && options.Provider == ModelProviders.OciGenAi ? null : failure;
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request()
    {
        var root = options.BaseUrl!.ToString().TrimEnd('/');
        if (options.Provider == ModelProviders.Anthropic)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{root}/v1/models?limit=1");
            request.Headers.Add("x-api-key", options.ApiKey);
            request.Headers.Add("anthropic-version", AnthropicVersion);
            return request;
        }

        var list = new HttpRequestMessage(HttpMethod.Get, $"{root}/models");
        list.Headers.Authorization = options.ApiKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        return list;
    }
}
