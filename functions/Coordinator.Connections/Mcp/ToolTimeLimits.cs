namespace Coordinator.Connections.Mcp;

/// <summary>Time limits by name of the tool, or by prefix with <c>*</c> at the end. A name comes before a prefix, and of several prefixes the longest decides.</summary>
public sealed class ToolTimeLimits
{
    public static readonly ToolTimeLimits None = new(new Dictionary<string, TimeSpan>());

    private readonly Dictionary<string, TimeSpan> _byName;
    private readonly List<(string Prefix, TimeSpan Limit)> _byPrefix;

    public ToolTimeLimits(IReadOnlyDictionary<string, TimeSpan> limits)
    {
        _byName = limits.Where(limit => !limit.Key.EndsWith('*')).ToDictionary(StringComparer.Ordinal);
        _byPrefix = [.. limits.Where(limit => limit.Key.EndsWith('*')).Select(limit => (limit.Key[..^1], limit.Value)).OrderByDescending(limit => limit.Item1.Length)];
    }

    /// <summary>Null: nothing is said of it.</summary>
    public TimeSpan? Of(string tool)
    {
        if (_byName.TryGetValue(tool, out var limit))
        {
            return limit;
        }

        var index = _byPrefix.FindIndex(known => tool.StartsWith(known.Prefix, StringComparison.Ordinal));
        return index < 0 ? null : _byPrefix[index].Limit;
    }
}
