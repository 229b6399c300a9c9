using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Slack;

/// <summary>Bodies of the Events API.</summary>
public static class SlackPayloads
{
    /// <summary>The bot's user id in <c>authorizations</c> and in mentions; the stub's <c>auth.test</c> gives it too.</summary>
    public const string BotUser = "U0BOT";

    /// <summary>Somebody mentions the bot in a channel.</summary>
    public static byte[] AppMention(SlackMessageEvent message) =>
        Bytes(Envelope(message, Event("app_mention", message, $"<@{BotUser}> {message.Text}"), "Am"));

    /// <summary>The <c>message</c> event of a text in a channel; Slack sends it beside <see cref="AppMention"/> if the app subscribed to both.</summary>
    public static byte[] ChannelMessage(SlackMessageEvent message, bool mentionsBot = false) =>
        Bytes(Envelope(message, Message(message, "channel", mentionsBot ? $"<@{BotUser}> {message.Text}" : message.Text), "Cm"));

    /// <summary>Somebody writes to the bot directly.</summary>
    public static byte[] DirectMessage(SlackMessageEvent message) =>
        Bytes(Envelope(message, Message(message, "im", message.Text), "Im"));

    /// <summary>The bot's own message, as Slack reports it back.</summary>
    public static byte[] OwnMessage(SlackMessageEvent message)
    {
        var inner = Message(message, "channel", message.Text);
        inner["user"] = BotUser;
        inner["bot_id"] = "B0STUB";
        inner["app_id"] = "A100";
        return Bytes(Envelope(message, inner, "Bm"));
    }

    /// <summary>Somebody edits a message.</summary>
    public static byte[] MessageChanged(SlackMessageEvent message)
    {
        var inner = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_changed",
            ["channel"] = message.Channel,
            ["channel_type"] = "channel",
            ["ts"] = message.Ts,
            ["event_ts"] = message.Ts,
            ["message"] = Event("message", message, $"<@{BotUser}> {message.Text}"),
        };
        return Bytes(Envelope(message, inner, "Ch"));
    }

    public static byte[] UrlVerification(string challenge) =>
        Bytes(new JsonObject { ["token"] = "unused", ["challenge"] = challenge, ["type"] = "url_verification" });

    private static JsonObject Message(SlackMessageEvent message, string channelType, string text)
    {
        var inner = Event("message", message, text);
        inner["channel_type"] = channelType;
        return inner;
    }

    private static JsonObject Event(string type, SlackMessageEvent message, string text)
    {
        var inner = new JsonObject
        {
            ["type"] = type,
            ["user"] = message.User,
            ["text"] = text,
            ["ts"] = message.Ts,
            ["team"] = message.Team,
            ["channel"] = message.Channel,
            ["event_ts"] = message.Ts,
        };
        if (message.ThreadTs is not null)
            inner["thread_ts"] = message.ThreadTs;
        return inner;
    }

    private static JsonObject Envelope(SlackMessageEvent message, JsonObject inner, string idPrefix) => new()
    {
        ["token"] = "unused",
        ["team_id"] = message.Team,
        ["enterprise_id"] = message.Enterprise,
        ["api_app_id"] = "A100",
        ["event"] = inner,
        ["type"] = "event_callback",
        ["event_id"] = message.EventId ?? $"Ev{idPrefix}{message.Channel}{message.Ts.Replace(".", "", StringComparison.Ordinal)}",
        ["event_time"] = (long)decimal.Parse(message.Ts, CultureInfo.InvariantCulture),
        ["authorizations"] = new JsonArray(new JsonObject
        {
            ["enterprise_id"] = message.Enterprise,
            ["team_id"] = message.Team,
            ["user_id"] = BotUser,
            ["is_bot"] = true,
            ["is_enterprise_install"] = false,
        }),
        ["is_ext_shared_channel"] = message.IsSharedChannel,
    };

    private static byte[] Bytes(JsonObject payload) => Encoding.UTF8.GetBytes(payload.ToJsonString());
}
