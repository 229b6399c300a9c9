using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Coordinator.Core.DeadLetters;

/// <summary>What failed for good and can be mended: a whole run, or a tool call of a run that went on without it (runbook 5).</summary>
public sealed record DeadLetter
{
    public const int CurrentSchemaVersion = 1;

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary><c>op_{run}</c>, or <c>op_{run}.{turn}.{index}</c> for a tool call; it stays the same over all retries.</summary>
    public required string Id { get; init; }

    /// <summary>See <see cref="FailureTypes"/>.</summary>
    public required string FailureType { get; init; }

    /// <summary>The tool's name, or what the run was about: <c>model</c>, <c>workflow</c>, <c>route_message</c>, <c>post_reply</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>For people, without secrets.</summary>
    public required string Error { get; init; }

    /// <summary>The call's arguments, or the message, without secrets.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>The run that failed last: a retry goes on from there.</summary>
    public required string RunId { get; init; }

    public required string Thread { get; init; }

    /// <summary>The call's <c>{turn}.{index}</c>; null: the whole run.</summary>
    public string? Step { get; init; }

    /// <summary>The call changes something: it is never repeated by a retry.</summary>
    public bool Write { get; init; }

    /// <summary>When it failed last, to the microsecond.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Retries that failed, too.</summary>
    public int RetryCount { get; init; }

    public DeadLetterStatus Status { get; init; }

    /// <summary>The run that is the retry under way.</summary>
    public string? RetryRun { get; init; }

    /// <summary>What the next retry uses instead; null: what failed.</summary>
    public DeadLetterEdit? Edit { get; init; }

    /// <summary>Members written by a newer version, kept as they are.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    /// <summary>Raised by run memory with each change; kept beside the letter.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    [JsonIgnore]
    public int? Turn => Step is { } step ? int.Parse(step.AsSpan(0, step.IndexOf('.')), null) : null;

    /// <summary>
    /// Whether it takes the place of the letter that is there. A step may be done twice and late, so what counts is the number of retries; and the failure of a whole run outranks that of one of its calls.
    /// </summary>
    public bool Replaces(DeadLetter? stored) =>
        stored is null || stored.RetryCount < RetryCount || (stored.RetryCount == RetryCount && stored.Step is not null && Step is null);
}

[JsonConverter(typeof(JsonStringEnumConverter<DeadLetterStatus>))]
public enum DeadLetterStatus
{
    [JsonStringEnumMemberName("pending")] Pending,

    /// <summary>A run is under way that tries it again.</summary>
    [JsonStringEnumMemberName("retrying")] Retrying,
}

/// <summary>Not redacted: it is what will be sent.</summary>
/// <param name="Text">Of the message, for a whole run.</param>
/// <param name="Arguments">A JSON object, for a tool call.</param>
public sealed record DeadLetterEdit(string? Text, JsonElement? Arguments);
