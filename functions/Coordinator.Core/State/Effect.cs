using System.Text.Json.Serialization;

namespace Coordinator.Core.State;

/// <summary>How far a write got.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EffectStatus>))]
public enum EffectStatus
{
    /// <summary>About to be sent, or sent: until its deadline only its owner may judge.</summary>
    Intended,
    Succeeded,
    Failed,

    /// <summary>It is certain that nothing happened: may be tried again.</summary>
    NotExecuted,

    /// <summary>Nobody can tell; a person decides.</summary>
    Unknown,
}

/// <summary>The state of one write, kept by step key.</summary>
/// <param name="Owner">The process that made the attempt.</param>
/// <param name="Deadline">The attempt's time limit: after it a foreign intent may be judged.</param>
public sealed record Effect(string RunId, string Step, EffectStatus Status, int Attempt, string Owner, DateTimeOffset Deadline)
{
    /// <summary>When the first attempt of which it is not certain that nothing came was announced: a server forgets keys after a while.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>For people: what the tool said, or why it is unknown.</summary>
    public string? Detail { get; init; }
}
