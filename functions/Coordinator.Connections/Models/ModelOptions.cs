using System.Text.Json.Serialization;
using Coordinator.Connections.Oca;
using Coordinator.Core.Models;

namespace Coordinator.Connections.Models;

/// <summary>Which language model is asked, and within which limits. Made by <see cref="ModelSettings.Read"/>.</summary>
public sealed class ModelOptions
{
    /// <summary><c>LLM_PROVIDER</c>, see <see cref="ModelProviders"/>. Null: no model is configured, and only workflows answer.</summary>
    public string? Provider { get; init; }

    /// <summary>Name of the model; on Azure the name of the deployment.</summary>
    public string Model { get; init; } = "";

    /// <summary>For <c>anthropic</c> without, for all others with the <c>/v1</c> of the API. Null only without a provider.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Null for local servers that ask for none.</summary>
    [JsonIgnore]
    public string? ApiKey { get; init; }

    /// <summary>Sent with each request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is asked where this one is not well, in this order (<c>LLM_PROVIDER_PRIORITY</c>).</summary>
    public IReadOnlyList<ModelOptions> Fallbacks { get; private init; } = [];

    /// <summary>Of <c>oca</c>: it has logins in place of a key.</summary>
    public OcaOptions? Oca { get; init; }

    /// <summary><c>LLM_MAX_TOKENS</c>: the longest answer, in tokens.</summary>
    public int MaxTokens { get; init; } = 4096;

    /// <summary><c>LLM_TEMPERATURE</c>, 0 to 2. Null leaves it to the provider; <c>anthropic</c> takes none.</summary>
    public float? Temperature { get; init; }

    /// <summary><c>LLM_TIMEOUT_SECONDS</c>: from sending a question to the last byte of its answer. The SDKs' own limits differ from each other and by model, so none of them is used.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Limits of single operations (<c>LLM_TURN_TIMEOUT_SECONDS</c>, <c>LLM_ANSWER_TIMEOUT_SECONDS</c>); the others have <see cref="TimeLimit"/> (runbook 2.2).</summary>
    public IReadOnlyDictionary<ModelOperation, TimeSpan> TimeLimits { get; init; } = new Dictionary<ModelOperation, TimeSpan>();

    public TimeSpan LongestTimeLimit => TimeLimits.Values.Append(TimeLimit).Max();

    /// <summary>Whoever asks for a sign of life waits for it.</summary>
    public static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(15);

    public TimeSpan TimeLimitOf(ModelOperation operation) => operation == ModelOperation.Ping ? (TimeLimit < PingLimit ? TimeLimit : PingLimit) : TimeLimits.TryGetValue(operation, out var limit) ? limit : TimeLimit;

    /// <summary>False is a valid state, not an error.</summary>
    public bool IsConfigured => Provider is not null;

    /// <summary>All of them, in the order in which they are asked.</summary>
    [JsonIgnore]
    public IEnumerable<ModelOptions> All => IsConfigured ? Fallbacks.Prepend(this) : [];

    internal ModelOptions WithFallbacks(IReadOnlyList<ModelOptions> fallbacks) => Copy(ApiKey, fallbacks);

    /// <summary>For a key that is known only when a question is asked.</summary>
    internal ModelOptions WithKey(string key) => Copy(key, Fallbacks);

    private ModelOptions Copy(string? key, IReadOnlyList<ModelOptions> fallbacks) => new()
    {
        Provider = Provider, Model = Model, BaseUrl = BaseUrl, ApiKey = key, Headers = Headers, Oca = Oca,
        MaxTokens = MaxTokens, Temperature = Temperature, TimeLimit = TimeLimit, TimeLimits = TimeLimits, Fallbacks = fallbacks,
    };
}
