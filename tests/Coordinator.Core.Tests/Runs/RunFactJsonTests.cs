using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.Runs;

public sealed class RunFactJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly RunLimits Limits = new(12, 40, 8, TimeSpan.FromMinutes(15), 200_000, 3);

    // What is stored on people's disks. If one of these must change, raise RunFact.CurrentSchemaVersion instead.
    public static TheoryData<RunFact, string> Snapshots => new()
    {
        {
            new RunStarted(1, Limits) { At = At },
            """{"type":"run_started","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","policyVersion":1,"limits":{"modelTurns":12,"toolCalls":40,"parallelToolCalls":8,"deadline":"00:15:00","tokens":200000,"identicalCalls":3}}"""
        },
        {
            new RunResumed(2, At.AddMinutes(-5)) { At = At },
            """{"type":"run_resumed","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","resumption":2,"idleSince":"2026-03-01T09:55:00+00:00"}"""
        },
        {
            new MessageRouted("workflow", "list-instances") { At = At },
            """{"type":"message_routed","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","route":"workflow","workflow":"list-instances"}"""
        },
        {
            new MessageRouted("model", null) { At = At },
            """{"type":"message_routed","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","route":"model"}"""
        },
        {
            new TurnTaken(2, [new RequestedCall("oci_list", "d1")]) { At = At, Model = "m", InputTokens = 10, OutputTokens = 20, DurationMs = 30 },
            """{"type":"turn_taken","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","turn":2,"calls":[{"tool":"oci_list","digest":"d1"}],"model":"m","inputTokens":10,"outputTokens":20,"durationMs":30}"""
        },
        {
            new ToolFinished("2.0", "oci_stop", ToolOutcomes.Unknown) { At = At, Server = "oci-unified", Write = true, DurationMs = 40, Reason = "no answer" },
            """{"type":"tool_finished","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","step":"2.0","tool":"oci_stop","outcome":"unknown","server":"oci-unified","write":true,"durationMs":40,"reason":"no answer"}"""
        },
        {
            new StepFailed("turn:2", 1, FailureClass.RateLimited, "slow down", At.AddSeconds(30)) { At = At },
            """{"type":"step_failed","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","step":"turn:2","attempt":1,"class":"rate_limited","message":"slow down","retryAt":"2026-03-01T10:00:30+00:00","maybeExecuted":false}"""
        },
        {
            new StepFailed("tool:1.0", 1, FailureClass.Unavailable, "coming up", At.AddSeconds(2)) { At = At, Waited = true },
            """{"type":"step_failed","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","step":"tool:1.0","attempt":1,"class":"unavailable","message":"coming up","retryAt":"2026-03-01T10:00:02+00:00","maybeExecuted":false,"waited":true}"""
        },
        {
            new StepQueued("tool:1.0", 2, "database", 3, At.AddSeconds(-5), At.AddSeconds(20)) { At = At },
            """{"type":"step_queued","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","step":"tool:1.0","attempt":2,"partition":"database","position":3,"since":"2026-03-01T09:59:55+00:00","retryAt":"2026-03-01T10:00:20+00:00"}"""
        },
        {
            new ReplyIntended(0, 1) { At = At },
            """{"type":"reply_intended","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","part":0,"attempt":1}"""
        },
        {
            new ReplyPosted(0, "1700000000.000100", true) { At = At, Healed = true, Parts = 2 },
            """{"type":"reply_posted","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","part":0,"ts":"1700000000.000100","final":true,"healed":true,"parts":2}"""
        },
        {
            new ReplyPosted(0, "1700000000.000100", false) { At = At, Update = 1, Note = "3rd in line for database" },
            """{"type":"reply_posted","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","part":0,"ts":"1700000000.000100","final":false,"healed":false,"parts":0,"update":1,"note":"3rd in line for database"}"""
        },
        {
            new InboxRead("i1", "stop", "U1") { At = At },
            """{"type":"inbox_read","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","itemId":"i1","kind":"stop","by":"U1"}"""
        },
        {
            new RunDeadLettered("slack", "channel_not_found") { At = At },
            """{"type":"run_dead_lettered","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","failureType":"slack","error":"channel_not_found"}"""
        },
        {
            new RunFinished(RunStatus.Answered) { At = At },
            """{"type":"run_finished","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","status":"answered"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Snapshots), DisableDiscoveryEnumeration = true)]
    public void Serialize_WhenFactIsKnown_GivesTheStoredShape(RunFact fact, string json) =>
        Assert.Equal(json, RunFactJson.Serialize(fact));

    [Theory]
    [MemberData(nameof(Snapshots), DisableDiscoveryEnumeration = true)]
    public void Deserialize_WhenShapeIsKnown_GivesTheFact(RunFact fact, string json)
    {
        var read = RunFactJson.Deserialize(json);

        Assert.IsType(fact.GetType(), read);
        Assert.Equivalent(fact, read, strict: true);
        Assert.Equal(json, RunFactJson.Serialize(read));
    }

    [Fact]
    public void Snapshots_CoverEveryFact()
    {
        var facts = typeof(RunFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunFact)) && type != typeof(UnknownFact));

        Assert.Equal(facts.ToHashSet(), Snapshots.Select(row => row.Data.Item1.GetType()).ToHashSet());
    }

    [Fact]
    public void Serialize_WhenFactHasMembersOfANewerVersion_KeepsThem()
    {
        const string json = """{"type":"reply_intended","schemaVersion":1,"at":"2026-03-01T10:00:00+00:00","part":0,"attempt":1,"colour":{"deep":[1,null]},"key":"x"}""";

        Assert.Equal(json, RunFactJson.Serialize(Assert.IsType<ReplyIntended>(RunFactJson.Deserialize(json))));
    }

    [Theory]
    [InlineData("""{ "type":"moon_landed", "schemaVersion":1, "at":"2026-03-01T10:00:00+00:00", "x":[1] }""", "moon_landed", 1)]
    [InlineData("""{ "type":"run_finished", "schemaVersion":2, "at":"2026-03-01T10:00:00+00:00", "status":"answered" }""", "run_finished", 2)]
    [InlineData("""{ "type":"run_finished", "schemaVersion":1, "at":"2026-03-01T10:00:00+00:00", "status":"teleported" }""", "run_finished", 1)]
    [InlineData("""{ "type":"reply_intended", "schemaVersion":1, "at":"2026-03-01T10:00:00+00:00", "part":0 }""", "reply_intended", 1)]
    [InlineData("""{ "type":"turn_taken", "schemaVersion":1, "at":"2026-03-01T10:00:00+00:00", "turn":1, "calls":null }""", "turn_taken", 1)]
    public void Deserialize_WhenNotUnderstood_GivesUnknownFactThatIsWrittenBackUnchanged(string json, string type, int version)
    {
        var unknown = Assert.IsType<UnknownFact>(RunFactJson.Deserialize(json));

        Assert.Equal((type, version, At), (unknown.Type, unknown.SchemaVersion, unknown.At));
        Assert.Equal(type, RunFactJson.TypeOf(unknown));
        Assert.Equal(json, RunFactJson.Serialize(unknown));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":7,"schemaVersion":"one","at":5}""")]
    [InlineData("""{"type":"run_finished","at":"2026-03-01T10:00:00+00:00","status":"answered"}""")]
    public void Deserialize_WhenHeadIsMissing_GivesUnknownFact(string json) =>
        Assert.Equal(json, Assert.IsType<UnknownFact>(RunFactJson.Deserialize(json)).Json);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":")]
    public void Deserialize_WhenNoJsonObject_Throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => RunFactJson.Deserialize(json));

    [Fact]
    public void Deserialize_WhenTypeIsNotTheFirstMember_GivesTheFact()
    {
        var fact = RunFactJson.Deserialize("""{"status":"stopped","at":"2026-03-01T10:00:00+00:00","schemaVersion":1,"type":"run_finished"}""");

        Assert.Equal(RunStatus.Stopped, Assert.IsType<RunFinished>(fact).Status);
    }
}
