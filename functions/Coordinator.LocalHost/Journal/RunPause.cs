namespace Coordinator.LocalHost.Journal;

/// <summary>Why a run left the process's memory.</summary>
internal sealed record RunPause
{
    public static readonly RunPause Finished = new() { IsFinished = true };

    public static readonly RunPause Drained = new();

    public bool IsFinished { get; private init; }

    /// <summary>When it goes on by itself.</summary>
    public DateTimeOffset? Until { get; private init; }

    public string? ParkedBecause { get; private init; }

    public static RunPause WaitingUntil(DateTimeOffset until) => new() { Until = until };

    public static RunPause Parked(string reason) => new() { ParkedBecause = reason };
}
