using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Execution;

/// <summary>Content of a <see cref="Runs.TurnTaken"/>: everything the fact is too small for.</summary>
public sealed record TurnContent
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Markdown; set when there are no calls.</summary>
    public string? Answer { get; init; }

    /// <summary>In the order of the fact's calls.</summary>
    public IReadOnlyList<TurnCall> Calls { get; init; } = [];

    /// <summary>The model's message as it goes back to the model; null for a workflow.</summary>
    public string? Message { get; init; }

    /// <summary>Members written by a newer version, kept as they are.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

/// <summary>One tool call of a turn.</summary>
public sealed record TurnCall
{
    public required string Tool { get; init; }

    /// <summary>A JSON object.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>The workflow's name for the call; null for a model's.</summary>
    public string? WorkflowStep { get; init; }

    /// <summary>What is wrong with the arguments as the model wrote them; null if they are JSON.</summary>
    public string? Malformed { get; init; }
}
