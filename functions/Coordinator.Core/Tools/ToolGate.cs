using System.Text.Json;
using Coordinator.Core.Failures;

namespace Coordinator.Core.Tools;

/// <summary>What stands before a call: the name, the class of the tool, and whether changes are allowed at all.</summary>
public sealed class ToolGate(IToolServers servers, ToolPolicy policy, MutationOptions mutations)
{
    private (IReadOnlyList<ToolDefinition> Tools, ToolCatalog Catalog)? _built;

    /// <summary>The catalog as the servers announce it now.</summary>
    public async ValueTask<ToolCatalog> CatalogAsync(CancellationToken cancellationToken)
    {
        var tools = await servers.ListToolsAsync(cancellationToken);
        var built = _built;
        if (built is null || !ReferenceEquals(built.Value.Tools, tools))
        {
            _built = built = (tools, new ToolCatalog(tools));
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
        return rule.Write && !mutations.AllowMutations
            ? ToolPermit.Refused($"'{name}' changes something, and changes are switched off here (ALLOW_MUTATIONS is not true). Nothing was done.")
            : ToolPermit.Granted(tool, rule);
    }

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
