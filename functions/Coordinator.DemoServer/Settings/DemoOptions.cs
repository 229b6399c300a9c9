namespace Coordinator.DemoServer.Settings;

/// <summary>What one process of the demo server was started with.</summary>
internal sealed record DemoOptions
{
    /// <summary>Path of the state file; its lock and its log of writes lie beside it.</summary>
    public required string StatePath { get; init; }

    /// <summary>How long a write's answer is withheld after the write is on disk. For crash tests.</summary>
    public TimeSpan DelayAfterWrite { get; init; } = TimeSpan.Zero;

    /// <summary>A write's answer is withheld while this file exists. For crash tests.</summary>
    public string? HoldAfterWrite { get; init; }

    /// <summary>The first so many reads of this process answer 503.</summary>
    public int FailReads { get; init; }
}
