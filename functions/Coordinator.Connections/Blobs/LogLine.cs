using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// One line of a run's log: the request (the first line), a fact with its content and effect, an effect alone, or an inbox item.
/// Lines are appended as a whole or not at all, and never changed.
/// </summary>
internal sealed record LogLine
{
    public const int CurrentSchemaVersion = 1;

    // Most letters stay letters: a log is read by people too, and never by a browser.
    private static readonly LogJson Json = new(new JsonSerializerOptions(LogJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset At { get; init; }

    public long? Sequence { get; init; }

    /// <summary>JSON of the run's request.</summary>
    public string? Request { get; init; }

    /// <summary>The fact's key.</summary>
    public string? Key { get; init; }

    /// <summary>JSON of the fact, letter for letter.</summary>
    public string? Fact { get; init; }

    public string? Content { get; init; }

    /// <summary>The blob that holds the content, if it is too big for a line.</summary>
    public string? ContentBlob { get; init; }

    public LoggedEffect? Effect { get; init; }

    public LoggedItem? Item { get; init; }

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json.LogLine), (byte)'\n'];

    /// <exception cref="JsonException">The bytes are no line of a log, or one of a newer version.</exception>
    public static LogLine Read(ReadOnlySpan<byte> bytes)
    {
        var line = JsonSerializer.Deserialize(bytes, Json.LogLine) ?? throw new JsonException("A line of a log is a JSON object.");
        return line.SchemaVersion <= CurrentSchemaVersion ? line : throw new JsonException($"A line of a log has version {line.SchemaVersion}.");
    }
}

internal sealed record LoggedEffect(string Step, EffectStatus Status, int Attempt, string Owner, DateTimeOffset Deadline, DateTimeOffset Since, string? Detail = null)
{
    public static LoggedEffect Of(Effect effect) =>
        new(effect.Step, effect.Status, effect.Attempt, effect.Owner, effect.Deadline, effect.Since, StoredText.Of(effect.Detail));

    public Effect ToEffect(string runId) => new(runId, Step, Status, Attempt, Owner, Deadline) { Since = Since, Detail = Detail };
}

internal sealed record LoggedItem(string Id, string Kind, string By, DateTimeOffset At)
{
    public static LoggedItem Of(InboxItem item) => new(item.Id, item.Kind, item.By, item.At);

    public InboxItem ToItem(string runId) => new(runId, Id, Kind, By, At);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LogJson : JsonSerializerContext;
