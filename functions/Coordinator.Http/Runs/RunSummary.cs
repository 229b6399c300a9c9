using Coordinator.Core.Runs;

namespace Coordinator.Http.Runs;

/// <summary>The answer of <c>POST /chat</c>, and the last event of a stream.</summary>
internal sealed record RunSummary
{
    public required string RunId { get; init; }

    public required string ThreadId { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Markdown; null while there is no answer.</summary>
    public string? Response { get; init; }

    /// <summary>The response as safe HTML.</summary>
    public string? ResponseHtml { get; init; }

    /// <summary>From acceptance to the end; null while it runs.</summary>
    public long? DurationMs { get; init; }

    public required IReadOnlyList<StepSummary> Steps { get; init; }
}

/// <summary>One tool call.</summary>
/// <param name="Key"><c>{turn}.{call}</c>.</param>
/// <param name="Outcome">See <see cref="ToolOutcomes"/>; null if it has not ended.</param>
internal sealed record StepSummary(string Key, string Tool, string? Outcome, long? DurationMs);
