using System.Text.Json;

namespace Coordinator.Core.Workflows;

/// <summary>A tool call that a workflow asks for.</summary>
/// <param name="Step">Name of the step in the definition.</param>
public sealed record WorkflowCall(string Step, string Tool, JsonElement Arguments);

/// <summary>What came of a call, found again by its step.</summary>
public sealed record WorkflowCallResult
{
    public required string Step { get; init; }

    public required string Tool { get; init; }

    /// <summary>One of <see cref="Runs.ToolOutcomes"/>.</summary>
    public required string Outcome { get; init; }

    public required string Text { get; init; }

    public JsonElement? Structured { get; init; }
}

/// <summary>What a workflow does next: calls that may run side by side, or (no calls) the answer.</summary>
public sealed record WorkflowTurn(IReadOnlyList<WorkflowCall> Calls, string? Answer);
