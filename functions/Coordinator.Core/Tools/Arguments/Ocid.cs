using System.Text.RegularExpressions;

namespace Coordinator.Core.Tools.Arguments;

/// <summary>An OCID that was copied with something around it: <c>ocid1.{type}.{realm}.[region].{unique id}</c>.</summary>
internal static partial class Ocid
{
    private static readonly char[] Around = ['"', '\'', '`', '<', '>', ' ', '\t', '\r', '\n', '\u00a0'];

    /// <summary>Without blanks, quotes and angle brackets around it, and in lower case except for its unique id; null: it is no OCID. The inside is never changed: that would be another resource.</summary>
    public static string? Normalize(string text)
    {
        var bare = text.Trim(Around);
        if (!Pattern().IsMatch(bare))
        {
            return null;
        }

        var id = bare.LastIndexOf('.');
        return string.Concat(bare[..id].ToLowerInvariant(), bare.AsSpan(id));
    }

    [GeneratedRegex(@"\Aocid1\.[a-z0-9-]+\.[a-z0-9-]+(\.[a-z0-9-]*){1,3}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
