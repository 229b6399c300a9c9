using System.Text.Json;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Tools;

/// <summary>What stands before a call: the name, the class of the tool, whether changes are allowed at all, and whether the tool is still what it was.</summary>
/// <param name="config">Null: there are no aliases.</param>
/// <param name="drift">Null: nobody notices that a tool changed.</param>
public sealed class ToolGate(IToolServers servers, ToolPolicy policy, MutationOptions mutations, ToolCatalogConfig? config = null, ToolDrift? drift = null)
{
    private (IReadOnlyList<ToolDefinition> Tools, ToolCatalog Catalog)? _built;

    /// <summary>The catalog as the servers announce it now.</summary>
    public async ValueTask<ToolCatalog> CatalogAsync(CancellationToken cancellationToken)
    {
        var tools = await servers.ListToolsAsync(cancellationToken);
        var built = _built;
        if (built is null || !ReferenceEquals(built.Value.Tools, tools))
        {
            _built = built = (tools, new ToolCatalog(tools, config?.Aliases));
        }

        if (drift is not null)
        {
            await drift.CheckAsync(tools, cancellationToken);
        }

        return built.Value.Catalog;
    }

    public async ValueTask<ToolPermit> CheckAsync(string name, JsonElement arguments, string? malformed, CancellationToken cancellationToken)
    {
        // Asked before the list is read, too: a server that connects in between is not in that list, and is not away afterwards.
        var away = Away();
        var catalog = await CatalogAsync(cancellationToken);
        if (catalog.Find(name) is not { } tool)
        {
            return NotFound(name, [.. away.Union(Away())]);
        }

        if (malformed is not null || arguments.ValueKind != JsonValueKind.Object)
        {
            return ToolPermit.Refused($"The arguments of '{name}' are not a JSON object: {malformed ?? "give an object"}. Call it again with valid arguments.");
        }

        var rule = policy.Classify(tool);
        if (rule.Write && !mutations.AllowMutations)
        {
            return ToolPermit.Refused($"'{name}' changes something, and changes are switched off here (ALLOW_MUTATIONS is not true). Nothing was done.");
        }

        return drift is not null && await drift.FindHeldAsync(tool, rule.Write, cancellationToken) is { } held
            ? ToolPermit.Refused(Held(held, catalog.CanonicalName(name)!))
            : ToolPermit.Granted(tool, rule);
    }

    private static string Held(DriftedTool held, string name) =>
        $"'{name}' is held: its server '{held.Server}' has changed its {string.Join(" and ", held.Changed).Replace('_', ' ')}, so it may not do what it did before. "
        + $"An administrator looks at it (GET /tools/{name}) and accepts it (POST /tools/{name}/accept). Nothing was done.";

    /// <summary>An unknown name may belong to a server that is away: say so.</summary>
    private static ToolPermit NotFound(string name, IReadOnlyList<string> away)
    {
        var reason = $"There is no tool named '{name}'.";
        return away.Count == 0 ? ToolPermit.Refused(reason) : ToolPermit.NotThere($"{reason} Not connected right now: {string.Join(", ", away)}.");
    }

    private List<string> Away() => [.. servers.Servers.Where(server => server.Status != "connected").Select(server => server.Id)];
}

/// <summary>A call that may be made, or why not.</summary>
public sealed record ToolPermit
{
    public ToolDefinition? Tool { get; private init; }

    public ToolRule? Rule { get; private init; }

    public string? Refusal { get; private init; }

    /// <summary>Set beside <see cref="Refusal"/> if the call may be let through when more servers are connected, as after a restart.</summary>
    public Failure? Missing { get; private init; }

    public static ToolPermit Granted(ToolDefinition tool, ToolRule rule) => new() { Tool = tool, Rule = rule };

    public static ToolPermit Refused(string reason) => new() { Refusal = reason };

    public static ToolPermit NotThere(string reason) => new() { Refusal = reason, Missing = new Failure(FailureClass.Unavailable, reason) };
}
