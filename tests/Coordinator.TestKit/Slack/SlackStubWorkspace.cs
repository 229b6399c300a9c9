using System.Globalization;
using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Slack;

/// <summary>The messages of the stub's workspace and the methods that read and write them.</summary>
internal sealed class SlackStubWorkspace(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Channel, string Ts), SlackStubPost> _messages = [];
    private long _lastMicros;

    public Recorded<SlackStubPost> Posts { get; } = new();

    public Recorded<SlackStubPost> Updates { get; } = new();

    public int PageSize { get; set; } = 1000;

    /// <summary>Carries a call out and gives its answer.</summary>
    public JsonObject Handle(SlackStubCall call) => call.Method switch
    {
        "auth.test" => Ok(new() { ["team_id"] = "T0STUB", ["team"] = "Stub", ["url"] = "https://stub.slack.com/", ["user_id"] = SlackPayloads.BotUser, ["bot_id"] = "B0STUB", ["user"] = "coordinator" }),
        "chat.postMessage" => Post(call),
        "chat.update" => Update(call),
        "conversations.replies" => Replies(call),
        _ => Refuse("unknown_method"),
    };

    public IReadOnlyList<SlackStubPost> Thread(string channel, string threadTs)
    {
        lock (_lock)
            return [.. _messages.Values.Where(message => message.Channel == channel && message.ThreadTs == threadTs).OrderBy(message => message.Ts, StringComparer.Ordinal)];
    }

    private JsonObject Post(SlackStubCall call)
    {
        if (Refusal(call) is { } refusal)
            return Refuse(refusal);

        SlackStubPost post;
        lock (_lock)
        {
            post = MessageOf(call, NewTs_NeedsLock(), call["thread_ts"]);
            _messages[(post.Channel, post.Ts)] = post;
        }

        Posts.Add(post);
        return Ok(new() { ["channel"] = post.Channel, ["ts"] = post.Ts });
    }

    private JsonObject Update(SlackStubCall call)
    {
        if (Refusal(call) is { } refusal)
            return Refuse(refusal);

        SlackStubPost post;
        lock (_lock)
        {
            if (call["ts"] is not { } ts || !_messages.TryGetValue((call["channel"]!, ts), out var old))
                return Refuse("message_not_found");
            post = MessageOf(call, ts, old.ThreadTs);
            _messages[(post.Channel, post.Ts)] = post;
        }

        Updates.Add(post);
        return Ok(new() { ["channel"] = post.Channel, ["ts"] = post.Ts, ["text"] = post.Text });
    }

    private JsonObject Replies(SlackStubCall call)
    {
        // As at Slack: JSON arguments of this method are not read.
        if (!call.IsForm || call["channel"] is not { } channel || call["ts"] is not { } thread)
            return Refuse("invalid_arguments");

        var oldest = decimal.Parse(call["oldest"] ?? "0", CultureInfo.InvariantCulture);
        var replies = Thread(channel, thread).Where(message => decimal.Parse(message.Ts, CultureInfo.InvariantCulture) >= oldest).ToList();
        var from = int.Parse(call["cursor"] ?? "0", CultureInfo.InvariantCulture);
        var count = Math.Min(PageSize, int.Parse(call["limit"] ?? "1000", CultureInfo.InvariantCulture));

        var root = new JsonObject { ["type"] = "message", ["user"] = "U100", ["ts"] = thread, ["thread_ts"] = thread, ["text"] = "(the question)" };
        var page = replies.Skip(from).Take(count).Select(message => (JsonNode)Shown(message, call["include_all_metadata"] == "true"));
        var next = from + count < replies.Count ? (from + count).ToString(CultureInfo.InvariantCulture) : "";
        return Ok(new()
        {
            ["messages"] = new JsonArray([root, .. page]),
            ["has_more"] = next.Length > 0,
            ["response_metadata"] = new JsonObject { ["next_cursor"] = next },
        });
    }

    private static JsonObject Shown(SlackStubPost message, bool withMetadata)
    {
        var json = new JsonObject
        {
            ["type"] = "message",
            ["bot_id"] = "B0STUB",
            ["ts"] = message.Ts,
            ["thread_ts"] = message.ThreadTs,
            ["text"] = message.Text,
            ["blocks"] = message.Blocks?.DeepClone(),
        };
        if (withMetadata)
            json["metadata"] = message.Metadata?.DeepClone();
        return json;
    }

    private static string? Refusal(SlackStubCall call) =>
        call["channel"] is null ? "channel_not_found" : SlackMessageRules.Refusal(call["text"], call.Arguments["blocks"] as JsonArray);

    private SlackStubPost MessageOf(SlackStubCall call, string ts, string? threadTs) => new()
    {
        Channel = call["channel"]!,
        Ts = ts,
        ThreadTs = threadTs,
        Text = call["text"] ?? "",
        Blocks = call.Arguments["blocks"]?.DeepClone() as JsonArray,
        Metadata = call.Arguments["metadata"]?.DeepClone() as JsonObject,
        At = time.GetUtcNow(),
    };

    private string NewTs_NeedsLock()
    {
        var micros = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _lastMicros = Math.Max(micros, _lastMicros + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{_lastMicros / 1_000_000}.{_lastMicros % 1_000_000:000000}");
    }

    private static JsonObject Ok(JsonObject answer)
    {
        answer["ok"] = true;
        return answer;
    }

    private static JsonObject Refuse(string error) => new() { ["ok"] = false, ["error"] = error };
}
