namespace Coordinator.Connections.Models;

/// <summary>The variables and defaults of one provider.</summary>
internal sealed record ProviderVariables(string Name, string KeyVariable, string ModelVariable, string UrlVariable)
{
    public bool NeedsKey { get; init; }

    public string? DefaultModel { get; init; }

    public Uri? DefaultUrl { get; init; }

    /// <summary>Path of the API's root.</summary>
    public string RootPath { get; init; } = "/v1";

    public static IReadOnlyList<ProviderVariables> All { get; } =
    [
        new(ModelProviders.Anthropic, "ANTHROPIC_API_KEY", "ANTHROPIC_MODEL", "ANTHROPIC_BASE_URL")
        {
            NeedsKey = true, DefaultModel = "claude-sonnet-4-5", DefaultUrl = new Uri("https://api.anthropic.com"), RootPath = "",
        },
        new(ModelProviders.OpenAi, "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL")
        {
            NeedsKey = true, DefaultModel = "gpt-4o-mini", DefaultUrl = new Uri("https://api.openai.com/v1"),
        },
        new(ModelProviders.AzureOpenAi, "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_MODEL", "AZURE_OPENAI_ENDPOINT")
        {
            NeedsKey = true, RootPath = "/openai/v1",
        },
        new(ModelProviders.Ollama, "LLM_API_KEY", "OLLAMA_MODEL", "OLLAMA_BASE_URL")
        {
            DefaultModel = "llama3.1", DefaultUrl = new Uri("http://localhost:11434/v1"),
        },
        new(ModelProviders.LmStudio, "LLM_API_KEY", "LM_STUDIO_MODEL", "LM_STUDIO_BASE_URL")
        {
            DefaultUrl = new Uri("http://localhost:1234/v1"),
        },
        new(ModelProviders.Vllm, "LLM_API_KEY", "LLM_MODEL", "LLM_BASE_URL")
        {
            DefaultUrl = new Uri("http://localhost:8000/v1"),
        },
    ];

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
}
