namespace Coordinator.Core.Tools;

/// <summary>All tools under the names by which they are called. A name is that of a tool, or an alias for one, or unknown; it is never guessed.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<string, ToolDefinition> _byName = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _aliases;

    /// <summary>Two servers with a tool of one name: the first in the list keeps the bare name, the others are called <c>{server}__{tool}</c>.</summary>
    /// <param name="aliases">Other names; a tool of such a name comes before the alias.</param>
    public ToolCatalog(IEnumerable<ToolDefinition> tools, IReadOnlyDictionary<string, string>? aliases = null)
    {
        _aliases = aliases ?? new Dictionary<string, string>();
        Listed = [.. tools];
        Add(ReadResultTool.Definition);
        foreach (var tool in Listed)
        {
            Add(tool);
        }
    }

    /// <summary>As the servers list them, without the built-in ones.</summary>
    public IReadOnlyList<ToolDefinition> Listed { get; }

    /// <summary>Name as offered to callers, and what it stands for.</summary>
    public IReadOnlyDictionary<string, ToolDefinition> Tools => _byName;

    public ToolDefinition? Find(string name) => CanonicalName(name) is { } canonical ? _byName[canonical] : null;

    /// <summary>The name itself if there is such a tool, else what it is an alias for; null: neither. An alias of an alias leads nowhere.</summary>
    public string? CanonicalName(string name) =>
        _byName.ContainsKey(name) ? name
        : _aliases.TryGetValue(name, out var canonical) && _byName.ContainsKey(canonical) ? canonical
        : null;

    /// <summary>The tool of that server, by the server's own name for it or by an alias.</summary>
    public ToolDefinition? FindOn(string server, string name) =>
        _byName.Values.FirstOrDefault(tool => tool.Server == server && tool.Name == name)
        ?? (_aliases.TryGetValue(name, out var canonical) ? _byName.Values.FirstOrDefault(tool => tool.Server == server && tool.Name == canonical) : null);

    /// <summary>Providers accept letters, digits, '_' and '-' only.</summary>
    public static string Callable(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_'));

    private void Add(ToolDefinition tool)
    {
        var name = Callable(tool.Name);
        if (!_byName.TryAdd(name, tool))
        {
            _byName.TryAdd($"{Callable(tool.Server)}__{name}", tool);
        }
    }
}
