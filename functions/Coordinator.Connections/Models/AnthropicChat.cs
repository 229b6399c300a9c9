using Anthropic;
using Microsoft.Extensions.AI;

namespace Coordinator.Connections.Models;

/// <summary>Anthropic's own Messages API.</summary>
internal static class AnthropicChat
{
    /// <param name="sdkTimeLimit">Only has to be longer than our own: the SDK's default is 30 s for short answers.</param>
    public static IChatClient Create(ModelOptions options, HttpClient http, TimeSpan sdkTimeLimit)
    {
        var client = new AnthropicClient
        {
            HttpClient = http,
            BaseUrl = options.BaseUrl!.ToString().TrimEnd('/'),
            ApiKey = options.ApiKey,
            MaxRetries = 0,
            Timeout = sdkTimeLimit,
            OpenTelemetry = false,
        };
        return client.AsIChatClient(options.Model, options.MaxTokens);
    }

    public static ChatOptions Options(int maxTokens) => new() { MaxOutputTokens = maxTokens };
}
