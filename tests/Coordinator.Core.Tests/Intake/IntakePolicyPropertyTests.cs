using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coordinator.Core.Intake;
using Coordinator.TestKit.Intake;
using CsCheck;

namespace Coordinator.Core.Tests.Intake;

public sealed partial class IntakePolicyPropertyTests
{
    private static readonly Gen<string> Name = Gen.OneOf(
        "type", "event", "team_id", "enterprise_id", "context_team_id", "authorizations", "is_ext_shared_channel", "event_id", "event_time", "challenge",
        "subtype", "hidden", "user", "user_id", "bot_id", "is_bot", "text", "channel", "channel_type", "ts", "thread_ts", "user_team", "team", "blocks");

    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.OneOf(
            "event_callback", "url_verification", "message", "app_mention", "im", "file_share", "thread_broadcast", "T0HOME", "C0OPS", "U0BOT", "U0ALICE",
            "1790000000.000100", "1780000000.000100", "stop", "<@U0BOT> hi", "<https://x|y>", "a/b#c?d\\e", ""),
        Gen.OneOf("<", ">", "@", "U0BOT", "|", "&", "&amp;", "!", "^", "#", " ", "\u00a0", ",", "x").Array[0, 12].Select(string.Concat),
        Gen.String);

    private static readonly Gen<JsonNode?> Json = Gen.Recursive<JsonNode?>((depth, inner) => depth >= 4
        ? Leaf()
        : Gen.Frequency((3, Leaf()), (1, inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray(items))), (3, Object(inner).Select(json => (JsonNode?)json))));

    [Fact]
    public void Decide_OnArbitraryJson_NeverThrows() =>
        Json.Sample(json => AssertSound(System.Text.Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "null")), iter: 20_000);

    [Fact]
    public void Decide_OnEventsWithArbitraryMembers_NeverThrowsAndNamesRunsSafely() =>
        Gen.Select(Object(Json), Object(Json)).Sample(
            (inner, outer) =>
            {
                var envelope = SlackPayload.Envelope(Over(SlackPayload.Mention("hi"), inner));
                AssertSound(Over(envelope, outer.Without("event").Without("type")).Bytes());
            },
            iter: 5_000);

    [Fact]
    public void Decide_OnDamagedBytes_NeverThrows()
    {
        var whole = SlackPayload.Envelope(SlackPayload.Reply("<@U0BOT> a &lt; <https://x|y>")).Bytes();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample(
            (at, value, length) =>
            {
                byte[] damaged = [.. whole];
                damaged[at] = value;
                AssertSound(damaged[..length]);
                AssertSound(damaged);
            },
            iter: 20_000);
    }

    private static void AssertSound(byte[] body)
    {
        var decision = Deciding.On(body);
        if (decision is IntakeDecision.Malformed malformed)
            Assert.NotEmpty(malformed.Field);
        if (decision.RunId is { } runId)
            Assert.Matches(RunId(), runId);
        if (decision is IntakeDecision.Start { Request: var request })
            Assert.Equal(request.Text.Trim(), request.Text);
    }

    private static Gen<JsonNode?> Leaf() => Gen.Frequency(
        (6, Word.Select(text => (JsonNode?)JsonValue.Create(text))),
        (1, Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number))),
        (1, Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag))),
        (1, Gen.Const((JsonNode?)null)));

    private static Gen<JsonObject> Object(Gen<JsonNode?> value) => Gen.Select(Name, value).Array[0, 8].Select(members =>
    {
        var json = new JsonObject();
        foreach (var (name, node) in members)
            json[name] = node?.DeepClone();
        return json;
    });

    private static JsonObject Over(JsonObject json, JsonObject changes)
    {
        foreach (var (name, node) in changes)
            json[name] = node?.DeepClone();
        return json;
    }

    [GeneratedRegex(@"\Aslack-\w{1,64}-\w{1,64}-[0-9.]{3,32}\z")]
    private static partial Regex RunId();
}
