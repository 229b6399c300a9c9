using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Runs;

/// <summary>What a retry takes up again. It is decided when the retry is asked for, so that the run's first step is the same however often it is done.</summary>
/// <param name="Origin">The run whose finished steps are kept.</param>
/// <param name="Letters">What is settled with this run; the first is the dead letter that comes back if it fails.</param>
public sealed record RunRetry(string Origin, IReadOnlyList<RetriedLetter> Letters)
{
    [JsonIgnore]
    public RetriedLetter Letter => Letters[0];

    /// <summary>The question was edited: nothing of the origin fits it any more.</summary>
    public bool Anew { get; init; }

    /// <summary>Edited arguments of the call <see cref="RetriedLetter.Step"/> of the first letter; null: those of the origin.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>The turn whose failed calls are made again; null: the run goes on where it ended.</summary>
    [JsonIgnore]
    public int? Turn => Letter.Step is { } step ? int.Parse(step.AsSpan(0, step.IndexOf('.')), null) : null;
}

/// <param name="Id">Of the dead letter.</param>
/// <param name="Step">The failed call's <c>{turn}.{index}</c>; null: the whole run.</param>
/// <param name="Count">The how-manieth retry this is, from 1.</param>
public sealed record RetriedLetter(string Id, string? Step, int Count);
