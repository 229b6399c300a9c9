using Coordinator.Core.Models;

namespace Coordinator.Connections.Models;

/// <summary>What the settings say, and what is wrong with them.</summary>
/// <param name="Options">Meant for use only if there are no problems.</param>
/// <param name="Problems">Each names the variable, what is wrong with its value and what is allowed. Never holds a key.</param>
public sealed record ModelSettings(ModelOptions Options, IReadOnlyList<string> Problems)
{
    private const string TemperatureVariable = "LLM_TEMPERATURE";

    /// <summary>
    /// Reads the model's variables. Of one provider this program's own <c>LLM_…</c> variables win over those that other programs share (<c>ANTHROPIC_MODEL</c>, <c>OPENAI_BASE_URL</c>);
    /// of several, each has its own only. Without <c>LLM_PROVIDER</c> and <c>LLM_PROVIDER_PRIORITY</c> the first key that is set decides, Anthropic's before OpenAI's; without any there is no model.
    /// </summary>
    /// <param name="variable">The value of a variable; null or blank is unset.</param>
    public static ModelSettings Read(Func<string, string?> variable)
    {
        var reader = new ModelVariables(variable);
        return new ModelSettings(ReadOptions(reader), reader.Problems);
    }

    private static ModelOptions ReadOptions(ModelVariables read)
    {
        var providers = ProviderOrder.Read(read);
        if (providers.Count == 0)
            return new ModelOptions();
        if (providers.Count > 1)
            RefuseCommon(read, providers);
        var options = providers.Select(provider => ReadOptions(read, provider, isAlone: providers.Count == 1)).ToList();
        return options[0].WithFallbacks(options[1..]);
    }

    private static ModelOptions ReadOptions(ModelVariables read, ProviderVariables provider, bool isAlone) => new()
    {
        Provider = provider.Name,
        Model = (isAlone ? read.Text("LLM_MODEL") : null) ?? read.Text(provider.ModelVariable) ?? provider.DefaultModel ?? read.Missing(isAlone ? provider.NeededModelVariable : provider.ModelVariable, provider),
        BaseUrl = provider.ApiRoot((isAlone ? read.Url("LLM_BASE_URL", provider.NeedsTls) : null) ?? read.Url(provider.UrlVariable, provider.NeedsTls) ?? DefaultUrl(read, provider, isAlone)),
        ApiKey = provider.HasKey ? ReadKey(read, provider, isAlone) : null,
        Headers = provider.Headers(read),
        Oca = provider.Oca?.Invoke(read),
        MaxTokens = (int)read.Number("LLM_MAX_TOKENS", 16, 200_000, whole: true, 4096),
        Temperature = ReadTemperature(read, provider, isAlone),
        TimeLimit = TimeSpan.FromSeconds(read.Number("LLM_TIMEOUT_SECONDS", 1, 3_600, whole: true, 300)),
        TimeLimits = ReadTimeLimits(read),
    };

    private static string? ReadKey(ModelVariables read, ProviderVariables provider, bool isAlone) =>
        read.Key(provider.KeyVariable) ?? (provider.NeedsKey ? read.Missing(provider.KeyVariable, provider) : isAlone ? read.Key("LLM_API_KEY") : null);

    /// <summary>Nobody could tell which of them a common model or address is meant for.</summary>
    private static void RefuseCommon(ModelVariables read, IReadOnlyList<ProviderVariables> providers)
    {
        foreach (var (common, own) in new (string, Func<ProviderVariables, string>)[] { ("LLM_MODEL", one => one.ModelVariable), ("LLM_BASE_URL", one => one.UrlVariable), ("LLM_API_KEY", one => one.KeyVariable) })
        {
            if (read.Text(common) is not null)
                read.Problem($"{common} is set, but there are several providers ({string.Join(", ", providers.Select(one => one.Name))}): it must be unset. Each has its own: {string.Join(", ", providers.Select(own).Where(name => name.Length > 0))}.");
        }
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

    // Anthropic's API has dropped the parameter; its SDK leaves it out without a word.
    private static float? ReadTemperature(ModelVariables read, ProviderVariables provider, bool isAlone)
    {
        if (read.Text(TemperatureVariable) is not { } text)
            return null;
        if (provider.Name == ModelProviders.Anthropic && isAlone)
            read.Problem($"{TemperatureVariable} is '{text}': the provider anthropic takes none, it must be unset.");
        return (float)read.Number(TemperatureVariable, 0, 2, whole: false, 0);
    }

    private static Uri? DefaultUrl(ModelVariables read, ProviderVariables provider, bool isAlone)
    {
        var url = provider.DefaultUrl(read);
        if (url is null && !(isAlone && read.Text("LLM_BASE_URL") is not null) && read.Text(provider.UrlVariable) is null)
            read.Missing(provider.UrlVariable, provider);
        return url;
    }
}
