using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Runs;

namespace Coordinator.Http.Runs;

/// <summary>The answer of <c>GET /runs/{id}</c>.</summary>
internal sealed record RunDetail
{
    public required string RunId { get; init; }

    public required string ThreadId { get; init; }

    public required RunStatus Status { get; init; }

    public required string Message { get; init; }

    public required Actor Actor { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a waiting run goes on by itself.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    public long? DurationMs { get; init; }

    /// <summary><c>workflow</c>, <c>model</c>, <c>tool</c> or <c>capabilities</c>.</summary>
    public string? Route { get; init; }

    public string? Workflow { get; init; }

    public string? Response { get; init; }

    public string? ResponseHtml { get; init; }

    /// <summary>What can be looked at and retried under <c>/dlq/{id}</c>.</summary>
    public required IReadOnlyList<string> DeadLetters { get; init; }

    /// <summary>The run that this one is a retry of.</summary>
    public string? RetryOf { get; init; }

    /// <summary>Of the message's delivery: log lines and spans of the run carry it.</summary>
    public string? TraceId { get; init; }

    public required IReadOnlyList<StepDetail> Steps { get; init; }

    /// <summary>Everything that happened, in order, without content.</summary>
    public required IReadOnlyList<JsonObject> Facts { get; init; }
}

/// <summary>One tool call with what went in and what came out.</summary>
internal sealed record StepDetail(string Key, string Tool)
{
    public string? Server { get; init; }

    public JsonElement? Arguments { get; init; }

    public string? Outcome { get; init; }

    /// <summary>True for a call that changes something.</summary>
    public bool? Write { get; init; }

    public long? DurationMs { get; init; }

    public string? Reason { get; init; }

    /// <summary>What was changed in the arguments before they were sent.</summary>
    public IReadOnlyList<string>? Corrected { get; init; }

    /// <summary>At most <see cref="ResultText.MaxCharacters"/> of <see cref="ResultChars"/>.</summary>
    public string? Result { get; init; }

    public int? ResultChars { get; init; }
}
