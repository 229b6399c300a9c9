using System.Text;
using Coordinator.Core.Intake;
using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

public sealed class SlackEnvelopeParserTests
{
    [Fact]
    public void TryParse_OfAnEvent_KeepsTeamsAuthorizationAndTime()
    {
        var json = SlackPayload.Envelope(SlackPayload.Reply("hi").With("user_team", "T0THEM"))
            .With("enterprise_id", "E0ONE").With("context_team_id", "T0CONTEXT").With("context_enterprise_id", "E0CONTEXT").With("is_ext_shared_channel", true);

        Assert.True(SlackEnvelopeParser.TryParse(json.Bytes(), out var envelope, out _));

        Assert.Equal(("T0HOME", "E0ONE"), (envelope.TeamId, envelope.EnterpriseId));
        Assert.Equal(("T0CONTEXT", "E0CONTEXT"), (envelope.ContextTeamId, envelope.ContextEnterpriseId));
        Assert.True(envelope.IsExtSharedChannel);
        Assert.Equal("Ev0ONE", envelope.EventId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), envelope.EventTime);
        Assert.Equivalent(
            new { TeamId = "T0HOME", EnterpriseId = (string?)null, UserId = "U0BOT", IsBot = true },
            Assert.Single(envelope.Authorizations));
        Assert.Equivalent(
            new
            {
                Type = "message",
                Channel = "C0OPS",
                ChannelType = "channel",
                User = "U0ALICE",
                Text = "hi",
                Ts = SlackPayload.Ts,
                ThreadTs = SlackPayload.ThreadTs,
                Team = "T0HOME",
                Subtype = (string?)null,
                Hidden = false,
                UserTeam = "T0THEM",
            },
            envelope.Event);
    }

    [Fact]
    public void TryParse_WhenMembersHaveOtherTypes_TakesThemAsAbsent()
    {
        var json = """
            {"type":"event_callback","team_id":7,"event_time":"soon","authorizations":[1,null,{"user_id":{"id":"U1"},"is_bot":"true"},[{}]],
             "is_ext_shared_channel":"true","event":{"type":"channel_created","channel":{"id":"C1","type":"app_mention","ts":"1.1"},"user":["U1"],"ts":null}}
            """;

        Assert.True(SlackEnvelopeParser.TryParse(Encoding.UTF8.GetBytes(json), out var envelope, out _));

        Assert.Equal((null, null, false), (envelope.TeamId, envelope.EventTime, envelope.IsExtSharedChannel));
        Assert.Equal(new SlackAuthorization(), Assert.Single(envelope.Authorizations));
        Assert.Equivalent(new { Type = "channel_created", Channel = (string?)null, User = (string?)null, Ts = (string?)null }, envelope.Event);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"event_callback\"")]
    [InlineData("payload=%7B%7D")]
    [InlineData("{\"type\":\"event_callback\"")]
    [InlineData("{\"type\":\"event_callb")]
    [InlineData("{\"type\":\"event_callback\"} {}")]
    [InlineData("{\"type\":\"event_callback\",}")]
    [InlineData("{\"event\":{\"blocks\":[{\"a\":tru]}")]
    public void TryParse_WhenItIsNotOneWholeObject_NamesTheBody(string json) => AssertBodyIsMalformed(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void TryParse_OfEveryBeginningOfAnEvent_NamesTheBody()
    {
        var whole = SlackPayload.Envelope(SlackPayload.Mention("list instances")).Bytes();

        for (var length = 0; length < whole.Length; length++)
            AssertBodyIsMalformed(whole[..length]);
        Assert.True(SlackEnvelopeParser.TryParse(whole, out _, out _));
    }

    [Theory]
    [InlineData(SlackEnvelopeParser.MaxDepth - 2, true)]
    [InlineData(SlackEnvelopeParser.MaxDepth, false)]
    [InlineData(100_000, false)]
    public void TryParse_WhenNestedDeeply_RefusesBeyondTheLimit(int depth, bool expected)
    {
        var json = "{\"type\":\"event_callback\",\"event\":{\"blocks\":" + new string('[', depth) + new string(']', depth) + "}}";

        Assert.Equal(expected, SlackEnvelopeParser.TryParse(Encoding.UTF8.GetBytes(json), out _, out _));
    }

    [Fact]
    public void TryParse_WhenNotUtf8_NamesTheBodyEvenWhereNobodyReads()
    {
        AssertBodyIsMalformed([.. "{\"type\":\"x\",\"unread\":\""u8, 0xE9, .. "\"}"u8]);
        AssertBodyIsMalformed(Encoding.Unicode.GetBytes("{\"type\":\"event_callback\"}"));
        AssertBodyIsMalformed([0x1F, 0x8B, 0x08, 0x00]);
    }

    [Theory]
    [InlineData("""{"type":"event_callback","event":{"text":"\ud83d"}}""")]
    [InlineData("""{"\ud83d":1}""")]
    public void TryParse_WhenASurrogatePairIsCutInHalf_NamesTheBody(string json) => AssertBodyIsMalformed(Encoding.UTF8.GetBytes(json));

    private static void AssertBodyIsMalformed(byte[] body)
    {
        Assert.False(SlackEnvelopeParser.TryParse(body, out _, out var malformed));
        Assert.Equal("body", malformed.Field);
    }
}
