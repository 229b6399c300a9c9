using Coordinator.Core.Runs;

namespace Coordinator.Core.Tests.Runs;

public sealed class RunActionJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<RunAction> Actions =>
    [
        new StartRun(),
        new RouteMessage { Attempt = 2 },
        new TakeTurn(3, "model", "This run has used all of its 12 turns.") { Attempt = 4 },
        new CallTool(1, 2, "list") { EndBy = Now, Correct = true, Waits = 1, QueuedSince = Now },
        new RefuseTool(1, 2, "list", "no"),
        new CancelStep("tool:1.0"),
        new PostReply(1, new TurnAnswer(3, "model"), "1.2", Now),
        new PostReply(0, new StillWorking(), null, null),
        new PostReply(0, new FailureReport("no luck"), null, null),
        new DeadLetterRun("slack", "channel_not_found"),
        new FinishRun(RunStatus.Answered, new CapabilitiesAnswer()),
        new Wait(RunSignals.Inbox, Now),
        new Park("newer"),
    ];

    [Theory]
    [MemberData(nameof(Actions))]
    public void Deserialize_WhenSerialized_GivesTheSame(RunAction action) =>
        Assert.Equal(action, RunActionJson.Deserialize(RunActionJson.Serialize(action)));

    [Fact]
    public void Deserialize_WhenStopped_KeepsWhatWasDone()
    {
        var done = new ToolFinished("1.0", "stop", ToolOutcomes.Unknown) { At = Now, Write = true, Reason = "lost" };
        var action = new FinishRun(RunStatus.Stopped, new StopReport("U1", [done]));
        var read = Assert.IsType<FinishRun>(RunActionJson.Deserialize(RunActionJson.Serialize(action)));
        Assert.Equal(done, Assert.Single(Assert.IsType<StopReport>(read.Body).Done));
    }

    /// <summary>An action that the JSON does not know would fail in the middle of a run.</summary>
    [Fact]
    public void Serialize_KnowsEveryAction()
    {
        var kinds = typeof(RunAction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunAction))).Select(type => type.Name);
        Assert.Empty(kinds.Except(Actions.Select(row => row.Data.GetType().Name)));
    }

    [Theory]
    [InlineData("""{"type":"dance"}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    public void Deserialize_WhenUnknown_Throws(string json) => Assert.ThrowsAny<Exception>(() => RunActionJson.Deserialize(json));
}
