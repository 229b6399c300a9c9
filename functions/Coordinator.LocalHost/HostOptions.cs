namespace Coordinator.LocalHost;

/// <summary>What the command line says.</summary>
/// <param name="Port">Port on 127.0.0.1; 0 takes a free one.</param>
/// <param name="DataFolder">Where runs are journaled.</param>
/// <param name="ConfigFolder">Where the YAML files are.</param>
internal sealed record HostOptions(int Port, string DataFolder, string ConfigFolder, HostMode Mode)
{
    /// <summary>Where log files are written; null: none are.</summary>
    public string? LogFolder { get; init; }
}

internal enum HostMode
{
    /// <summary>The chat API and page only.</summary>
    Api,

    /// <summary>Slack only.</summary>
    Slack,

    Both,
}
