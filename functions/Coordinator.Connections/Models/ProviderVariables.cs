using Coordinator.Connections.Oca;

namespace Coordinator.Connections.Models;

/// <summary>The variables and defaults of one provider.</summary>
internal sealed record ProviderVariables(string Name, string KeyVariable, string ModelVariable, string UrlVariable)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public bool NeedsKey { get; init; }

    /// <summary>False: there are logins instead.</summary>
    public bool HasKey { get; init; } = true;

    /// <summary>Only this machine may be asked over plain http.</summary>
    public bool NeedsTls { get; init; }

    public string? DefaultModel { get; init; }

    /// <summary>Named where a model is missing and there is no other provider.</summary>
    public string NeededModelVariable { get => field ?? ModelVariable; init; }

    /// <summary>Where the API is unless a variable says otherwise; null: nobody can know.</summary>
    public Func<ModelVariables, Uri?> DefaultUrl { get; init; } = _ => null;

    /// <summary>Sent with each request.</summary>
    public Func<ModelVariables, IReadOnlyDictionary<string, string>> Headers { get; init; } = _ => NoHeaders;

    /// <summary>Null: there are no logins.</summary>
    public Func<ModelVariables, OcaOptions>? Oca { get; init; }

    /// <summary>Path of the API's root.</summary>
    public string RootPath { get; init; } = "/v1";

    public static IReadOnlyList<ProviderVariables> All { get; } =
    [
        new(ModelProviders.Anthropic, "ANTHROPIC_API_KEY", "ANTHROPIC_MODEL", "ANTHROPIC_BASE_URL")
        {
            NeedsKey = true, DefaultModel = "claude-sonnet-4-5", DefaultUrl = Always("https://api.anthropic.com"), RootPath = "",
        },
        new(ModelProviders.OpenAi, "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL")
        {
            NeedsKey = true, DefaultModel = "gpt-4o-mini", DefaultUrl = Always("https://api.openai.com/v1"),
        },
        new(ModelProviders.AzureOpenAi, "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_MODEL", "AZURE_OPENAI_ENDPOINT")
        {
            NeedsKey = true, RootPath = "/openai/v1",
        },
        new(ModelProviders.Ollama, "OLLAMA_API_KEY", "OLLAMA_MODEL", "OLLAMA_BASE_URL")
        {
            DefaultModel = "llama3.1", DefaultUrl = Always("http://localhost:11434/v1"),
        },
        new(ModelProviders.LmStudio, "LM_STUDIO_API_KEY", "LM_STUDIO_MODEL", "LM_STUDIO_BASE_URL")
        {
            DefaultUrl = Always("http://localhost:1234/v1"),
        },
        new(ModelProviders.Vllm, "VLLM_API_KEY", "VLLM_MODEL", "VLLM_BASE_URL")
        {
            NeededModelVariable = "LLM_MODEL", DefaultUrl = Always("http://localhost:8000/v1"),
        },
        OciGenAi.Variables,
        OcaVariables.Variables,
    ];

    public static ProviderVariables Of(string name) => All.Single(known => known.Name == name);

    /// <summary>Anthropic's client adds <c>/v1</c> itself; other URLs are often given without the API's path.</summary>
    public Uri? ApiRoot(Uri? url)
    {
        if (url is null)
            return null;
        var path = url.AbsolutePath.TrimEnd('/');
        if (RootPath.Length == 0 && path.EndsWith("/v1", StringComparison.Ordinal))
            path = path[..^3];
        else if (path.Length == 0 || (Name == ModelProviders.AzureOpenAi && !path.EndsWith(RootPath, StringComparison.Ordinal)))
            path += RootPath;
        return new UriBuilder(url) { Path = path, Query = "" }.Uri;
    }

    private static Func<ModelVariables, Uri?> Always(string url) => _ => new Uri(url);
}
