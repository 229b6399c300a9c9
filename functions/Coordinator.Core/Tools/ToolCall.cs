using System.Text.Json;

namespace Coordinator.Core.Tools;

/// <summary>One call that the guard let through.</summary>
public sealed record ToolCall
{
    public required string RunId { get; init; }

    /// <summary><c>{turn}.{callIndex}</c>: names the call's effect, transcript entry and fact.</summary>
    public required string StepKey { get; init; }

    public required string Server { get; init; }

    public required string Tool { get; init; }

    /// <summary>A JSON object.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>Hard limit from sending to result; progress does not extend it.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>Travels in the request's <c>_meta</c> under <c>coordinator/effectKey</c>; null for reads.</summary>
    public string? EffectKey { get; init; }
}
