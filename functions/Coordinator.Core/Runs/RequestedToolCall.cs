namespace Coordinator.Core.Runs;

/// <summary>A call of the newest turn.</summary>
/// <param name="Ordinal">The how-manieth tool call of the run, from 1.</param>
/// <param name="Repetition">The how-manieth with these arguments, from 1.</param>
public sealed record RequestedToolCall(int Turn, int Index, string Tool, int Ordinal, int Repetition)
{
    /// <summary>A retry took the turn over from another run: the call counts against no limit of this one.</summary>
    public bool Redone { get; init; }

    public string Step { get; } = $"{Turn}.{Index}";
}
