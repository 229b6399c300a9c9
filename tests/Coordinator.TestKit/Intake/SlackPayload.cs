using System.Text;
using System.Text.Json.Nodes;

namespace Coordinator.TestKit.Intake;

/// <summary>Deliveries as Slack sends them today.</summary>
public static class SlackPayload
{
    public const string Team = "T0HOME";
    public const string Bot = "U0BOT";
    public const string User = "U0ALICE";
    public const string Channel = "C0OPS";
    public const string Ts = "1790000000.000100";
    public const string ThreadTs = "1780000000.000100";

    /// <summary>The inner event <c>message</c> in a public channel, at top level.</summary>
    public static JsonObject Message(string? text, string type = "message") => new()
    {
        ["type"] = type,
        ["channel"] = Channel,
        ["channel_type"] = "channel",
        ["user"] = User,
        ["text"] = text,
        ["ts"] = Ts,
        ["event_ts"] = Ts,
        ["team"] = Team,
    };

    public static JsonObject Mention(string text) => Message($"<@{Bot}> {text}", "app_mention").Without("channel_type");

    public static JsonObject Direct(string text) => Message(text).With("channel", "D0ALICE").With("channel_type", "im");

    public static JsonObject Reply(string text) => Message(text).With("thread_ts", ThreadTs);

    public static JsonObject Envelope(JsonObject slackEvent) => new()
    {
        ["token"] = "verification-token",
        ["team_id"] = Team,
        ["context_team_id"] = Team,
        ["context_enterprise_id"] = null,
        ["api_app_id"] = "A0APP",
        ["event"] = slackEvent,
        ["type"] = "event_callback",
        ["event_id"] = "Ev0ONE",
        ["event_time"] = 1790000000,
        ["authorizations"] = new JsonArray(Installation(Team, null)),
        ["is_ext_shared_channel"] = false,
        ["event_context"] = "4-context",
    };

    public static JsonObject Installation(string? team, string? enterprise, string user = Bot, bool isBot = true) => new()
    {
        ["enterprise_id"] = enterprise,
        ["team_id"] = team,
        ["user_id"] = user,
        ["is_bot"] = isBot,
        ["is_enterprise_install"] = team is null,
    };

    public static JsonObject With(this JsonObject json, string member, JsonNode? value)
    {
        json[member] = value;
        return json;
    }

    public static JsonObject Without(this JsonObject json, string member)
    {
        json.Remove(member);
        return json;
    }

    public static byte[] Bytes(this JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
