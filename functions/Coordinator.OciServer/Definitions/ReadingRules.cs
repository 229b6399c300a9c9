using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;
using DevLab.JmesPath;

namespace Coordinator.OciServer.Definitions;

/// <summary>What files of tools are held to.</summary>
/// <param name="Handlers">Names of the tools that code can answer.</param>
/// <param name="Variable">Environment variables for <c>${NAME}</c>.</param>
internal sealed record ReadingRules(IReadOnlySet<string> Handlers, Func<string, string?> Variable)
{
    /// <summary>Not needed for files that tests have read: parsing expressions is a tenth of a server's start.</summary>
    public bool ChecksExpressions { get; init; } = true;

    /// <summary>The text there, if any, must be JMESPath.</summary>
    public void CheckPath(YamlMap map, string name)
    {
        if (map.Text(name) is { } path) CheckPath(path, map, name);
    }

    /// <summary>Must be JMESPath; if not, the problem is at <paramref name="name"/>.</summary>
    public void CheckPath(string path, YamlMap map, string name)
    {
        if (!ChecksExpressions) return;
        try
        {
            _ = new JmesPath().Parse(path);
        }
        catch (Exception exception)
        {
            map.Problem(name, $"'{path}' is not JMESPath: {exception.Message}");
        }
    }

    /// <summary>The text there, if any, must be a regular expression that takes no more time than the text is long.</summary>
    public void CheckPattern(YamlMap map, string name)
    {
        if (!ChecksExpressions || map.Text(name) is not { } pattern) return;
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            map.Problem(name, $"Is not a usable regular expression: {exception.Message}");
        }
    }
}
