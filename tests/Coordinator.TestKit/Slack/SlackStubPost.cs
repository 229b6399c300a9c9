using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Slack;

/// <summary>A message that the stub took: a post, or the new state of a message by an update.</summary>
public sealed record SlackStubPost
{
    public required string Channel { get; init; }

    public required string Ts { get; init; }

    /// <summary>Null at top level.</summary>
    public string? ThreadTs { get; init; }

    public required string Text { get; init; }

    public JsonArray? Blocks { get; init; }

    public JsonObject? Metadata { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>From the metadata; null if there is none.</summary>
    public string? RunId => Metadata?["event_payload"]?["run_id"]?.ToString();

    public int? Part => Metadata?["event_payload"]?["part"]?.GetValue<int>();

    /// <summary>Everything a reader sees, blocks first, or the text if there are none.</summary>
    public string Shown => Blocks is { Count: > 0 } ? string.Join('\n', SlackMessageRules.Texts(Blocks)) : Text;
}
