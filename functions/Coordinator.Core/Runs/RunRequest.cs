using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Core.Runs;

/// <summary>One accepted message. Persisted before it is acknowledged and never changed.</summary>
public sealed record RunRequest
{
    public const int CurrentSchemaVersion = 1;

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary><c>slack-{team}-{channel}-{ts}</c>, <c>chat-{ulid}</c>, or <c>tool-{ulid}</c> if it is one tool call; of a retry that of the first run, with <c>-retry{count}</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>Runs of one thread are carried out one at a time, in arrival order. <c>slack-{team}-{channel}-{thread_ts}</c> or <c>chat-{name}</c>.</summary>
    public required string ThreadKey { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>The message without the mention of the bot, trimmed.</summary>
    public required string Text { get; init; }

    public ReplyTarget? ReplyTo { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Slack's <c>event_id</c>, for tracing only: the run id is what makes deliveries equal.</summary>
    public string? EventId { get; init; }

    /// <summary>Slack app team the event was delivered for (differs from the actor's team in shared channels).</summary>
    public string? TeamId { get; init; }

    public string? EnterpriseId { get; init; }

    /// <summary>The run is another attempt at one that failed; null: it is somebody's message.</summary>
    public RunRetry? Retry { get; init; }

    /// <summary>The run is this call and nothing else; null: its text is a question.</summary>
    public RunToolCall? Call { get; init; }

    /// <summary>W3C trace context of the request that brought the message.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Members written by a newer version, kept as they are. Settable, because source-generated JSON cannot initialise extension data.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}
