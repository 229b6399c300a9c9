using System.Text.Json.Nodes;
using Coordinator.Core.Intake;
using Coordinator.Core.Replies;
using Coordinator.Core.Runs;
using Coordinator.TestKit.Intake;

namespace Coordinator.Core.Tests.Intake;

public sealed class IntakePolicyTests
{
    private static readonly SlackIdentity Self = new("T0HOME", "Home", "U0SELF", "B0SELF");

    [Fact]
    public void Decide_OnAMention_StartsARunWithEverythingItNeeds()
    {
        Assert.Equivalent(
            new RunRequest
            {
                RunId = "slack-T0HOME-C0OPS-1790000000.000100",
                ThreadKey = "slack-T0HOME-C0OPS-1790000000.000100",
                Actor = new Actor("slack", "T0HOME", "U0ALICE"),
                Text = "list instances",
                ReplyTo = new ReplyTarget("C0OPS", "1790000000.000100"),
                ReceivedAt = Deciding.Now,
                EventId = "Ev0ONE",
                TeamId = "T0HOME",
                TraceParent = "00-trace-span-01",
            },
            Deciding.Started(SlackPayload.Mention("list instances")),
            strict: true);
    }

    [Fact]
    public void Decide_OnBothEventsOfOneMessage_GivesOneRunAndOneRequest()
    {
        var mention = Deciding.Started(SlackPayload.Mention("list instances"));
        var message = Deciding.Started(
            SlackPayload.Envelope(SlackPayload.Message("<@U0BOT> list instances")).With("event_id", "Ev0TWO").Bytes());

        Assert.Equivalent(mention with { EventId = "Ev0TWO" }, message, strict: true);
    }

    [Fact]
    public void Decide_OnAReplyThatMentionsUs_AnswersInItsThread()
    {
        var request = Deciding.Started(SlackPayload.Reply("and <@U0BOT> for last month?"));

        Assert.Equal("slack-T0HOME-C0OPS-1790000000.000100", request.RunId);
        Assert.Equal("slack-T0HOME-C0OPS-1780000000.000100", request.ThreadKey);
        Assert.Equal(new ReplyTarget("C0OPS", "1780000000.000100"), request.ReplyTo);
    }

    [Fact]
    public void Decide_OnADirectMessage_MakesEachTopLevelMessageItsOwnThread()
    {
        var top = Deciding.Started(SlackPayload.Direct("show costs"));
        var reply = Deciding.Started(SlackPayload.Direct("by service").With("thread_ts", SlackPayload.ThreadTs));

        Assert.Equal((top.RunId, new ReplyTarget("D0ALICE", SlackPayload.Ts)), (top.ThreadKey, top.ReplyTo));
        Assert.Equal(("slack-T0HOME-D0ALICE-1780000000.000100", new ReplyTarget("D0ALICE", SlackPayload.ThreadTs)), (reply.ThreadKey, reply.ReplyTo));
    }

    [Fact]
    public void Decide_OnAReplyWithoutMention_AsksWhetherTheThreadIsOurs()
    {
        var lookup = Assert.IsType<IntakeDecision.NeedsThreadLookup>(Deciding.OnEvent(SlackPayload.Reply("by service")));

        Assert.Equal("slack-T0HOME-C0OPS-1780000000.000100", lookup.Request.ThreadKey);
        Assert.Equal("by service", lookup.Request.Text);
    }

    [Fact]
    public void Decide_OnTheRootOfAThread_TakesItAsTopLevel() => AssertIgnored(
        IgnoreReason.NotAddressed, Deciding.OnEvent(SlackPayload.Message("hello").With("thread_ts", SlackPayload.Ts)));

    [Theory]
    [InlineData("file_share")]
    [InlineData("thread_broadcast")]
    public void Decide_WhenATextCameWithAFileOrToTheChannelToo_TreatsItLikeAnyText(string subtype)
    {
        Assert.Equal("see this", Deciding.Started(SlackPayload.Message("<@U0BOT> see this").With("subtype", subtype)).Text);
        Assert.Equal("see this", Deciding.Started(SlackPayload.Direct("see this").With("subtype", subtype)).Text);
        Assert.IsType<IntakeDecision.NeedsThreadLookup>(Deciding.OnEvent(SlackPayload.Reply("see this").With("subtype", subtype)));
    }

    [Fact]
    public void Decide_WhenNothingIsLeftOfTheText_StillStartsARun()
    {
        Assert.Equal("", Deciding.Started(SlackPayload.Mention("")).Text);
        Assert.Equal("", Deciding.Started(SlackPayload.Direct("").With("subtype", "file_share")).Text);
    }

    public static TheoryData<IgnoreReason, string> Ignored => new()
    {
        { IgnoreReason.OwnMessage, """{"user":"U0BOT","bot_id":"B0US"}""" },
        { IgnoreReason.OwnMessage, """{"user":"U0SELF"}""" },
        { IgnoreReason.OwnMessage, """{"user":null,"bot_id":"B0SELF","subtype":"bot_message"}""" },
        { IgnoreReason.Bot, """{"user":"U0OTHER","bot_id":"B0OTHER"}""" },
        { IgnoreReason.Bot, """{"user":null,"subtype":"bot_message"}""" },
        { IgnoreReason.Bot, """{"user":"USLACKBOT"}""" },
        { IgnoreReason.Subtype, """{"subtype":"message_changed","hidden":true}""" },
        { IgnoreReason.Subtype, """{"subtype":"message_deleted","hidden":true,"user":null,"text":null}""" },
        { IgnoreReason.Subtype, """{"subtype":"channel_join"}""" },
        { IgnoreReason.Subtype, """{"subtype":"assistant_app_thread"}""" },
        { IgnoreReason.Hidden, """{"hidden":true}""" },
        { IgnoreReason.NoUser, """{"user":null}""" },
        { IgnoreReason.NoText, """{"text":null}""" },
        { IgnoreReason.NoText, """{"text":"","subtype":"file_share","thread_ts":"1780000000.000100"}""" },
        { IgnoreReason.NotAddressed, """{"text":"hello <@U0OTHER>"}""" },
        { IgnoreReason.NotAddressed, """{"text":"hello &lt;@U0BOT&gt; <@U0BOTTLE> <@>"}""" },
        { IgnoreReason.EventType, """{"type":"reaction_added"}""" },
        { IgnoreReason.EventType, """{"type":"agent_session_stopped"}""" },
    };

    [Theory]
    [MemberData(nameof(Ignored))]
    public void Decide_WhenNobodyAskedUs_SaysWhy(IgnoreReason reason, string changes)
    {
        var message = SlackPayload.Message("hello");
        foreach (var (member, value) in JsonNode.Parse(changes)!.AsObject())
            message[member] = value?.DeepClone();

        AssertIgnored(reason, Deciding.OnEvent(message, Self));
    }

    [Fact]
    public void Decide_WhenADirectMessageIsSeenWithAPersonsToken_IsNotToUs()
    {
        var theirs = SlackPayload.Envelope(SlackPayload.Direct("lunch?"))
            .With("authorizations", new JsonArray(SlackPayload.Installation("T0HOME", null, "U0ALICE2", isBot: false)));

        AssertIgnored(IgnoreReason.UserScope, Deciding.On(theirs.Bytes(), Self));
    }

    [Fact]
    public void Decide_WhenOnlyAuthTestTellsWhoWeAre_KnowsOurMention()
    {
        var envelope = SlackPayload.Envelope(SlackPayload.Message("hey <@U0SELF|coordinator> list instances")).Without("authorizations").Bytes();

        AssertIgnored(IgnoreReason.NotAddressed, Deciding.On(envelope));
        Assert.Equal("hey list instances", Assert.IsType<IntakeDecision.Start>(Deciding.On(envelope, Self)).Request.Text);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("STOP!")]
    [InlineData("Cancel.")]
    [InlineData("<@U0BOT> stop")]
    [InlineData(" cancel … ")]
    public void Decide_OnAStopWordInAThread_StopsTheThread(string text) => Assert.Equal(
        new IntakeDecision.StopThread("slack-T0HOME-C0OPS-1780000000.000100", "slack-T0HOME-C0OPS-1790000000.000100", "U0ALICE"),
        Deciding.OnEvent(SlackPayload.Reply(text)));

    [Theory]
    [InlineData("stop instance web-01")]
    [InlineData("please stop")]
    [InlineData("stopp")]
    public void Decide_WhenTheStopWordIsPartOfAText_IsAnOrdinaryReply(string text) =>
        Assert.IsType<IntakeDecision.NeedsThreadLookup>(Deciding.OnEvent(SlackPayload.Reply(text)));

    [Fact]
    public void Decide_OnAStopWordOutsideAThread_StartsARun() => Assert.Equal("stop", Deciding.Started(SlackPayload.Mention("stop")).Text);

    [Theory]
    [InlineData("""{"type":"url_verification","challenge":"abc"}""", "challenged abc")]
    [InlineData("""{"type":"url_verification"}""", "malformed challenge")]
    [InlineData("""{"type":"app_rate_limited","team_id":"T0HOME","minute_rate_limited":1518467820}""", "ignored AppRateLimited")]
    [InlineData("""{"type":"block_actions"}""", "ignored NotAnEvent")]
    [InlineData("""{"type":"event_callback"}""", "malformed event")]
    [InlineData("""{"type":"event_callback","event":{}}""", "malformed event.type")]
    [InlineData("{}", "malformed type")]
    public void Decide_OnOtherEnvelopes_Answers(string json, string expected) => Assert.Equal(
        expected,
        Deciding.On(System.Text.Encoding.UTF8.GetBytes(json)) switch
        {
            IntakeDecision.Challenge challenge => $"challenged {challenge.Text}",
            IntakeDecision.Malformed malformed => $"malformed {malformed.Field}",
            IntakeDecision.Ignore ignore => $"ignored {ignore.Reason}",
            var other => other.ToString(),
        });

    [Theory]
    [InlineData("channel", null)]
    [InlineData("channel", "C0/OPS")]
    [InlineData("channel", "C0#OPS")]
    [InlineData("channel", "C0?OPS")]
    [InlineData("channel", "C0\\OPS")]
    [InlineData("channel", "C0-OPS")]
    [InlineData("user", "U0 ALICE")]
    [InlineData("ts", null)]
    [InlineData("ts", "1790000000")]
    [InlineData("ts", "1790000000.0001/../x")]
    [InlineData("ts", ".1")]
    [InlineData("thread_ts", "1.")]
    public void Decide_WhenAnIdCouldNotBePartOfARunId_IsMalformed(string member, string? value)
    {
        var malformed = Assert.IsType<IntakeDecision.Malformed>(Deciding.OnEvent(SlackPayload.Mention("hi").With(member, value)));

        Assert.Equal("event." + member, malformed.Field);
    }

    private static void AssertIgnored(IgnoreReason reason, IntakeDecision decision) =>
        Assert.Equal(new IntakeDecision.Ignore(reason), decision);
}
