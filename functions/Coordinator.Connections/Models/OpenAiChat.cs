using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Coordinator.Connections.Models;

/// <summary>The chat completions API of OpenAI and of the many servers that speak it too.</summary>
internal static class OpenAiChat
{
    // The SDK insists on a key; servers on this machine ignore it.
    private const string NoKey = "none";

    /// <param name="sdkTimeLimit">Only has to be longer than our own.</param>
    public static IChatClient Create(ModelOptions options, HttpClient http, TimeSpan sdkTimeLimit)
    {
        var client = new OpenAIClient(new ApiKeyCredential(options.ApiKey ?? NoKey), new OpenAIClientOptions
        {
            Endpoint = options.BaseUrl,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = sdkTimeLimit,
        });
        return client.GetChatClient(options.Model).AsIChatClient();
    }

    public static ChatOptions Options(ModelOptions options, int maxTokens)
    {
        var chat = new ChatOptions { Temperature = options.Temperature };
        if (options.Provider is ModelProviders.OpenAi or ModelProviders.AzureOpenAi)
            chat.MaxOutputTokens = maxTokens;
        else
            chat.RawRepresentationFactory = _ => WithOlderLimit(maxTokens);
        return chat;
    }

    /// <summary>Ids of the calls whose arguments came as an empty text, which some servers send for a tool without parameters.</summary>
    public static HashSet<string> CallsWithoutArguments(IEnumerable<ChatResponseUpdate> updates)
    {
        var ids = new Dictionary<int, string>();
        var filled = new HashSet<int>();
        foreach (var part in updates.Select(update => update.RawRepresentation).OfType<StreamingChatCompletionUpdate>().SelectMany(update => update.ToolCallUpdates))
        {
            if (!string.IsNullOrEmpty(part.ToolCallId))
                ids.TryAdd(part.Index, part.ToolCallId);
            if (!string.IsNullOrWhiteSpace(part.FunctionArgumentsUpdate?.ToString()))
                filled.Add(part.Index);
        }

        return [.. ids.Where(call => !filled.Contains(call.Key)).Select(call => call.Value)];
    }

    /// <summary>The error event some servers send in mid-stream. The SDK takes it for an answer without content.</summary>
    public static ProviderError? ErrorIn(ChatResponseUpdate update)
    {
#pragma warning disable SCME0001 // The patch holds the members that the SDK does not model.
        return update.RawRepresentation is StreamingChatCompletionUpdate raw && raw.Patch.TryGetJson("$.error"u8, out var error)
            ? ProviderError.ParseError(error) ?? ProviderError.Unexplained
            : null;
#pragma warning restore SCME0001
    }

    // Local servers know max_tokens; OpenAI's newer models refuse it and want max_completion_tokens.
    private static ChatCompletionOptions WithOlderLimit(int maxTokens)
    {
        var options = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The patch is the SDK's way to send a member it does not model.
        options.Patch.Set("$.max_tokens"u8, maxTokens);
#pragma warning restore SCME0001
        return options;
    }
}
