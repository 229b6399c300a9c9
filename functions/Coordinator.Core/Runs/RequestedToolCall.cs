namespace Coordinator.Core.Runs;

/// <summary>A call of the newest turn.</summary>
/// <param name="Ordinal">The how-manieth tool call of the run, from 1.</param>
/// <param name="Repetition">The how-manieth with these arguments, from 1.</param>
public sealed record RequestedToolCall(int Turn, int Index, string Tool, int Ordinal, int Repetition)
{
    public string Step { get; } = $"{Turn}.{Index}";
}
