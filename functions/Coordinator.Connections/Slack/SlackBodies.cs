using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Replies;

namespace Coordinator.Connections.Slack;

/// <summary>Request bodies, and the metadata by which a message of ours is known again.</summary>
internal static class SlackBodies
{
    private const string EventType = "coordinator_reply";
    private const int PageSize = 200;

    public static HttpContent Empty() => Json([]);

    public static HttpContent Post(SlackPost post)
    {
        var body = Message(post);
        if (post.ThreadTs is not null)
            body["thread_ts"] = post.ThreadTs;
        body["unfurl_links"] = false;
        body["unfurl_media"] = false;
        return Json(body);
    }

    public static HttpContent Update(string ts, SlackPost post)
    {
        var body = Message(post);
        body["ts"] = ts;
        return Json(body);
    }

    /// <summary><c>conversations.replies</c> takes no JSON.</summary>
    public static HttpContent Replies(SlackPost post, DateTimeOffset oldest, string? cursor)
    {
        var micros = (oldest - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var form = new Dictionary<string, string>
        {
            ["channel"] = post.Channel,
            ["ts"] = post.ThreadTs!,
            ["oldest"] = string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000}.{micros % 1_000_000:000000}"),
            ["inclusive"] = "true",
            ["include_all_metadata"] = "true",
            ["limit"] = PageSize.ToString(CultureInfo.InvariantCulture),
        };
        if (cursor is not null)
            form["cursor"] = cursor;
        return new FormUrlEncodedContent(form);
    }

    public static bool IsMessageOf(SlackPost post, JsonElement message)
    {
        var payload = message.Member("metadata")?.Member("event_payload");
        return message.Member("metadata")?.Text("event_type") == EventType
            && payload?.Text("run_id") == post.RunId
            && payload?.Member("part") is { ValueKind: JsonValueKind.Number } part
            && part.TryGetInt32(out var number)
            && number == post.Part;
    }

    private static JsonObject Message(SlackPost post)
    {
        var body = new JsonObject
        {
            ["channel"] = post.Channel,
            ["text"] = post.Text,
            // chat.update would else make links of @names and #names in the text.
            ["parse"] = "none",
            ["link_names"] = false,
            ["metadata"] = new JsonObject
            {
                ["event_type"] = EventType,
                ["event_payload"] = new JsonObject { ["run_id"] = post.RunId, ["part"] = post.Part },
            },
        };
        if (post.Blocks is not null)
            body["blocks"] = post.Blocks.DeepClone();
        return body;
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
