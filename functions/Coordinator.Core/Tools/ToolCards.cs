namespace Coordinator.Core.Tools;

/// <summary>Everything that is known of the tools, for people and for validation.</summary>
public sealed class ToolCards(ToolGate gate, ToolPolicy policy, IToolServers servers, ToolCatalogConfig config, ToolDrift drift)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<ToolCard>> ListAsync(CancellationToken cancellationToken) => Of(await gate.CatalogAsync(cancellationToken));

    public IReadOnlyList<ToolCard> Of(ToolCatalog catalog)
    {
        var domains = servers.Servers.ToDictionary(server => server.Id, DomainsOf, StringComparer.Ordinal);
        return [.. catalog.Tools.OrderBy(tool => tool.Key, StringComparer.Ordinal).Select(tool => CardOf(catalog, tool.Key, domains))];
    }

    /// <param name="name">Of the tool, or an alias.</param>
    public async Task<ToolCard?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var catalog = await gate.CatalogAsync(cancellationToken);
        var canonical = catalog.CanonicalName(name);
        return canonical is null ? null : CardOf(catalog, canonical, servers.Servers.ToDictionary(server => server.Id, DomainsOf, StringComparer.Ordinal));
    }

    private ToolCard CardOf(ToolCatalog catalog, string name, Dictionary<string, IReadOnlyList<string>> domains)
    {
        var tool = catalog.Tools[name];
        var rule = policy.Classify(tool);
        var traits = ToolTraitsPolicy.Of(tool, rule.Write, config, domains.GetValueOrDefault(tool.Server) ?? []);
        return new ToolCard(name, tool, rule, traits)
        {
            Aliases = [.. config.Aliases.Keys.Where(alias => alias != name && catalog.CanonicalName(alias) == name).Order(StringComparer.Ordinal)],
            Drift = drift.Find(tool),
        };
    }

    private static IReadOnlyList<string> DomainsOf(ToolServerStatus server) => server.Domains.Count > 0 ? server.Domains : server.Manifest?.Domains ?? [];
}

/// <param name="Name">By which it is called.</param>
public sealed record ToolCard(string Name, ToolDefinition Tool, ToolRule Rule, ToolTraits Traits)
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Null: its definition is the accepted one.</summary>
    public DriftedTool? Drift { get; init; }
}
