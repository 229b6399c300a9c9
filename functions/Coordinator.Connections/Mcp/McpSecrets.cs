namespace Coordinator.Connections.Mcp;

/// <summary>Takes a server's secrets out of texts that it or the SDK wrote: error pages, standard error, protocol errors.</summary>
internal sealed class McpSecrets(McpServerConfig config)
{
    private const int MaxText = 300;

    /// <summary>Anything shorter is a word like <c>true</c>, and would be cut out of ordinary text.</summary>
    private const int Shortest = 6;

    private readonly string[] _values =
    [
        .. config.Secrets
            .Concat(config.Headers.Values)
            .Concat(config.Headers.Values.Select(value => value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..]))
            .Where(value => value.Length >= Shortest)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length),
    ];

    /// <summary>The text without secrets and in one line.</summary>
    public string Hide(string text, int most = MaxText)
    {
        foreach (var value in _values)
        {
            text = text.Replace(value, "***", StringComparison.Ordinal);
        }

        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
    }
}
