using System.Text.Json;
using ModelContextProtocol;

namespace Coordinator.Connections.Mcp;

/// <summary>Which protocol revisions a connection is tried with. The SDK takes a pinned revision as request and as minimum, and negotiates when none is given.</summary>
internal sealed class McpVersions(string? pinned)
{
    /// <summary>For servers that answer every unknown method with an empty result: the SDK's first question is one to them, and it then negotiates no further.</summary>
    private static readonly string[] OneByOne = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    /// <summary>What was agreed on last time.</summary>
    public string? Remembered { get; private set; }

    public void Agreed(string? version) => Remembered = version;

    /// <summary>The server may have been replaced by another version.</summary>
    public void Forget() => Remembered = null;

    /// <summary>Null negotiates.</summary>
    public string? First => pinned ?? Remembered;

    /// <summary>What to try after <paramref name="tried"/> failed; false if it is not the version's fault.</summary>
    public bool TryNext(string? tried, Exception failure, out string? next)
    {
        next = null;
        if (pinned is not null || !IsAboutVersions(failure))
        {
            return false;
        }

        if (tried is null)
        {
            next = failure is JsonException ? OneByOne[0] : null;
            return next is not null;
        }

        if (Remembered is not null)
        {
            Forget();
            return true;
        }

        next = OneByOne.ElementAtOrDefault(Array.IndexOf(OneByOne, tried) + 1);
        return next is not null;
    }

    private static bool IsAboutVersions(Exception failure) => failure is JsonException or McpException;
}
