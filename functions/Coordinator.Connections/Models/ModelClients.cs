using Coordinator.Core.Models;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Models;

/// <summary>Makes the model that the options ask for.</summary>
public static class ModelClients
{
    // The SDKs have limits of their own. They must never end a call before ours does.
    internal static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <param name="transport">Replaces the connections, for hosts that bring their own; null makes the usual ones.</param>
    /// <returns>Null if no model is configured. Else disposable.</returns>
    public static IModel? Create(ModelOptions options, TimeProvider time, ILoggerFactory loggers, HttpMessageHandler? transport = null)
    {
        if (!options.IsConfigured)
            return null;
        var http = ModelHttp.CreateClient(options, time, transport);
        var client = options.Provider == ModelProviders.Anthropic
            ? AnthropicChat.Create(options, http, options.LongestTimeLimit + Margin)
            : OpenAiChat.Create(options, http, options.LongestTimeLimit + Margin);
        return new ChatModel(client, http, options, time, loggers.CreateLogger<ChatModel>());
    }
}
