namespace Coordinator.Core.Tools;

/// <summary>All tools under the names by which they are called. A name is exact or unknown, never guessed.</summary>
public sealed class ToolCatalog
{
    private readonly Dictionary<string, ToolDefinition> _byName = new(StringComparer.Ordinal);

    /// <summary>Two servers with a tool of one name: the first in the list keeps the bare name, the others are called <c>{server}__{tool}</c>.</summary>
    public ToolCatalog(IEnumerable<ToolDefinition> tools)
    {
        Add(ReadResultTool.Definition);
        foreach (var tool in tools)
        {
            Add(tool);
        }
    }

    /// <summary>Name as offered to callers, and what it stands for.</summary>
    public IReadOnlyDictionary<string, ToolDefinition> Tools => _byName;

    public ToolDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    private void Add(ToolDefinition tool)
    {
        var name = Callable(tool.Name);
        if (!_byName.TryAdd(name, tool))
        {
            _byName.TryAdd($"{Callable(tool.Server)}__{name}", tool);
        }
    }

    /// <summary>Providers accept letters, digits, '_' and '-' only.</summary>
    private static string Callable(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_'));
}
