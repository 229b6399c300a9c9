namespace Coordinator.Connections.Models;

/// <summary>Which providers are asked, in order.</summary>
internal static class ProviderOrder
{
    private const string First = "LLM_PROVIDER";
    private const string Order = "LLM_PROVIDER_PRIORITY";

    /// <summary>That of <c>LLM_PROVIDER</c> comes before those of <c>LLM_PROVIDER_PRIORITY</c>; without both the first key decides. Empty: there is none.</summary>
    public static IReadOnlyList<ProviderVariables> Read(ModelVariables read)
    {
        var names = (read.Text(Order) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
            read.Problem($"{Order} is '{string.Join(",", names)}': it must name each provider once.");
        var order = names.Select(name => Find(read, Order, name)).OfType<ProviderVariables>().ToList();
        var first = read.Text(First) is { } chosen ? Find(read, First, chosen) : order.Count == 0 && names.Length == 0 ? ByKey(read) : null;
        return first is null ? [.. order.Distinct()] : [first, .. order.Distinct().Where(other => other != first)];
    }

    private static ProviderVariables? ByKey(ModelVariables read) =>
        read.Text("ANTHROPIC_API_KEY") is not null ? ProviderVariables.Of(ModelProviders.Anthropic)
        : read.Text("OPENAI_API_KEY") is not null ? ProviderVariables.Of(ModelProviders.OpenAi)
        : null;

    private static ProviderVariables? Find(ModelVariables read, string variable, string name)
    {
        var provider = ProviderVariables.All.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (provider is null)
            read.Problem($"{variable} is '{name}': it must be one of {string.Join(", ", ModelProviders.All)}, or unset.");
        return provider;
    }
}
