using Coordinator.Core.Models;

namespace Coordinator.Connections.Models;

/// <summary>What the settings say, and what is wrong with them.</summary>
/// <param name="Options">Meant for use only if there are no problems.</param>
/// <param name="Problems">Each names the variable, what is wrong with its value and what is allowed. Never holds a key.</param>
public sealed record ModelSettings(ModelOptions Options, IReadOnlyList<string> Problems)
{
    /// <summary>
    /// Reads the model's variables. This program's own <c>LLM_…</c> variables win over those that other programs share (<c>ANTHROPIC_MODEL</c>, <c>OPENAI_BASE_URL</c>).
    /// Without <c>LLM_PROVIDER</c> the first key that is set decides, Anthropic's before OpenAI's; without any there is no model.
    /// </summary>
    /// <param name="variable">The value of a variable; null or blank is unset.</param>
    public static ModelSettings Read(Func<string, string?> variable)
    {
        var reader = new ModelVariables(variable);
        return new ModelSettings(ReadOptions(reader), reader.Problems);
    }

    private static ModelOptions ReadOptions(ModelVariables read)
    {
        if (ChooseProvider(read) is not { } provider)
            return new ModelOptions();
        return new ModelOptions
        {
            Provider = provider.Name,
            Model = read.Text("LLM_MODEL") ?? read.Text(provider.ModelVariable) ?? provider.DefaultModel ?? read.Missing(provider.ModelVariable, provider),
            BaseUrl = provider.ApiRoot(read.Url("LLM_BASE_URL") ?? read.Url(provider.UrlVariable) ?? DefaultUrl(read, provider)),
            ApiKey = read.Key(provider.KeyVariable) ?? (provider.NeedsKey ? read.Missing(provider.KeyVariable, provider) : null),
            MaxTokens = (int)read.Number("LLM_MAX_TOKENS", 16, 200_000, whole: true, 4096),
            Temperature = ReadTemperature(read, provider),
            TimeLimit = TimeSpan.FromSeconds(read.Number("LLM_TIMEOUT_SECONDS", 1, 3_600, whole: true, 300)),
            TimeLimits = ReadTimeLimits(read),
        };
    }

    private static Dictionary<ModelOperation, TimeSpan> ReadTimeLimits(ModelVariables read)
    {
        var limits = new Dictionary<ModelOperation, TimeSpan>();
        foreach (var (name, operation) in new[] { ("LLM_TURN_TIMEOUT_SECONDS", ModelOperation.Turn), ("LLM_ANSWER_TIMEOUT_SECONDS", ModelOperation.Answer) })
        {
            if (read.Text(name) is not null)
                limits[operation] = TimeSpan.FromSeconds(read.Number(name, 1, 3_600, whole: true, 300));
        }

        return limits;
    }

    private static ProviderVariables? ChooseProvider(ModelVariables read)
    {
        var name = read.Text("LLM_PROVIDER")
            ?? (read.Text("ANTHROPIC_API_KEY") is not null ? ModelProviders.Anthropic : read.Text("OPENAI_API_KEY") is not null ? ModelProviders.OpenAi : null);
        if (name is null)
            return null;
        var provider = ProviderVariables.All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (provider is null)
            read.Problem($"LLM_PROVIDER is '{name}': it must be one of {string.Join(", ", ModelProviders.All)}, or unset.");
        return provider;
    }

    // Anthropic's API has dropped the parameter; its SDK leaves it out without a word.
    private static float? ReadTemperature(ModelVariables read, ProviderVariables provider)
    {
        if (read.Text("LLM_TEMPERATURE") is not { } text)
            return null;
        if (provider.Name == ModelProviders.Anthropic)
            read.Problem($"LLM_TEMPERATURE is '{text}': the provider anthropic takes none, it must be unset.");
        return (float)read.Number("LLM_TEMPERATURE", 0, 2, whole: false, 0);
    }

    private static Uri? DefaultUrl(ModelVariables read, ProviderVariables provider)
    {
        if (provider.DefaultUrl is null && read.Text("LLM_BASE_URL") is null && read.Text(provider.UrlVariable) is null)
            read.Missing(provider.UrlVariable, provider);
        return provider.DefaultUrl;
    }
}
