using System.Text.RegularExpressions;

namespace Coordinator.Core.Configuration;

/// <summary><c>${NAME}</c> and <c>${NAME:-default}</c> in a configuration file.</summary>
public static partial class ConfigVariables
{
    /// <summary>Unset and without a default is empty.</summary>
    public static string Expand(string text, Func<string, string?> variable) => Reference().Replace(
        text,
        match => variable(match.Groups[1].Value) is { Length: > 0 } value ? value : match.Groups[2].Value);

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")]
    public static partial Regex Reference();
}
